import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Button } from '../components/button.tsx';
import { PageHead } from '../components/page-head.tsx';
import { LedgerContent } from './ledger/ledger-content.tsx';

const SPANS = [7, 30, 90] as const;

/** What Pawl cost and what it gained, with how sure that is. */
export const LedgerPage = (): JSX.Element => {
  const [days, setDays] = useState<number>(30);
  const ledger = useRead('read-ledger', { days }, ({ type }) => type === 'improvement' || type === 'cycle');
  return (
    <>
      <PageHead
        title="Cost and impact" says="What models were paid, what was gained by what was kept, and what was spared by what was taken back. Every gain is an estimate with its 95 % interval."
        actions={<div class="row spans" role="group" aria-label="Time that is shown">{SPANS.map((span) => <Button key={span} isSmall aria-pressed={span === days} isBusy={span === days && ledger.isLoading && ledger.value === undefined} onClick={() => setDays(span)}>{span} days</Button>)}</div>}
      />
      <Answer of={ledger} lines={10}>{(view) => <LedgerContent ledger={view} />}</Answer>
    </>
  );
};
