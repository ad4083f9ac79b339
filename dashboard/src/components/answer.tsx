import type { ComponentChildren } from 'preact';
import type { Reading } from '../api/use-read.ts';
import { ProblemNote } from './problem-note.tsx';
import { Skeleton } from './skeleton.tsx';
import { Time } from './time.tsx';

/**
 * What was asked, in every state that it can be in: not there yet (skeleton), failed (what to do), there, and there but old because asking again failed.
 */
export const Answer = <Value,>({ of, lines = 6, children }: { readonly of: Reading<Value>; readonly lines?: number; readonly children: (value: Value) => ComponentChildren }) => {
  const { value, problem, readAt, retry } = of;
  if (value === undefined) return problem ? <ProblemNote problem={problem} retry={retry} /> : <Skeleton lines={lines} />;
  return (
    <>
      {problem && readAt !== undefined ? <p class="note wait small"><span role="status">{problem.title}.</span> What you see is from <Time at={readAt} />.</p> : null}
      {children(value)}
    </>
  );
};
