import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { PageHead } from '../components/page-head.tsx';
import { addressOf } from '../shell/route.ts';
import { TargetContent } from './target/target-content.tsx';

/** One target: its health over hours or a week, what it serves, what is allowed, and what could be better. */
export const TargetPage = ({ id }: { readonly id: string }): JSX.Element => {
  const [hours, setHours] = useState(24);
  const reading = useRead('show-target', { targetId: id, hours }, (event) => event.targetId === id && event.type !== 'cycle');
  const [shown, setShown] = useState(reading.value);
  // Until another span has been read, the one before stays: the page neither jumps nor goes blank.
  if (reading.value !== undefined && reading.value !== shown) setShown(reading.value);
  const value = reading.value ?? shown;
  return (
    <>
      {value ? null : <PageHead title={id} says={<a href={addressOf('targets')}>All targets</a>} />}
      <Answer of={{ ...reading, value }} lines={12}>{(detail) => <TargetContent detail={detail} hours={hours} setHours={setHours} isLoading={reading.isLoading && reading.value === undefined} />}</Answer>
    </>
  );
};
