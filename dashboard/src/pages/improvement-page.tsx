import type { JSX } from 'preact';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { PageHead } from '../components/page-head.tsx';
import { addressOf } from '../shell/route.ts';
import { ImprovementView } from './improvement/improvement-view.tsx';

/** One improvement, from its evidence to its verdict; while it is live it is drawn anew as things happen. */
export const ImprovementPage = ({ id }: { readonly id: string }): JSX.Element => {
  const reading = useRead('show-improvement', { improvementId: id }, (event) => event.improvementId === id);
  return (
    <>
      {reading.value ? null : <PageHead title={`Improvement ${id}`} says={<a href={addressOf('improvements')}>All improvements</a>} />}
      <Answer of={reading} lines={14}>{(detail) => <ImprovementView detail={detail} />}</Answer>
    </>
  );
};
