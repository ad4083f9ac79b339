import type { ComponentChildren, JSX } from 'preact';
import type { ImprovementDetail } from '../../../../shared/domain/views/improvement-detail.ts';
import { Checks } from '../../components/checks/checks.tsx';
import { Decision } from '../../components/decision.tsx';
import { Diff } from '../../components/diff/diff.tsx';
import { Explained } from '../../components/explained/explained.tsx';
import { StepLine } from '../../components/step-line.tsx';
import { AuditTable } from './audit-table.tsx';
import { CostTable } from './cost-table.tsx';
import { HistoryTable } from './history-table.tsx';
import { ImprovementHead } from './improvement-head.tsx';
import { OutcomeTable } from './outcome-table.tsx';
import { ReleaseSection } from './release-section.tsx';
import './improvement.css';

type Part = { readonly id: string; readonly name: string; readonly body: ComponentChildren };

const partsOf = ({ improvement, explanation, diff, remedyReason, confidence, report, release, outcome, approval, cost, history, audit }: ImprovementDetail): Part[] => [
  ...(explanation ? [{ id: 'evidence', name: 'What was seen', body: <Explained explanation={explanation} /> }] : []),
  ...(diff === '' && remedyReason === undefined ? [] : [{ id: 'change', name: 'What was changed', body: <div class="stack">{remedyReason !== undefined && <p class="remedy-reason">{remedyReason}</p>}{confidence !== undefined && <p class="quiet">The author is {Math.round(confidence * 100)} % sure of it.</p>}<Diff text={diff} /></div> }]),
  ...(report ? [{ id: 'checks', name: 'What was checked', body: <Checks report={report} /> }] : []),
  ...(release ? [{ id: 'release', name: 'How it did beside the stable version', body: <ReleaseSection release={release} /> }] : []),
  ...(outcome ? [{ id: 'outcome', name: 'What it came to', body: <OutcomeTable outcome={outcome} /> }] : []),
  { id: 'history', name: 'What happened', body: <HistoryTable history={history} approval={approval} state={improvement.state} /> },
  { id: 'cost', name: 'What it cost', body: <CostTable cost={cost} /> },
  { id: 'audit', name: 'Audit trail', body: <AuditTable audit={audit} targetId={improvement.targetId} /> },
];

const toPart = (id: string): void => {
  const place = document.getElementById(`part-${id}`);
  place?.scrollIntoView({ block: 'start' });
  place?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
};

/** Everything about one improvement on one page; what there is not yet has no place on it. */
export const ImprovementView = ({ detail }: { readonly detail: ImprovementDetail }): JSX.Element => {
  const { improvement, awaits, approval, history } = detail;
  const parts = partsOf(detail);
  return (
    <div class="stack loose improvement">
      <ImprovementHead improvement={improvement} />
      <StepLine state={improvement.state} history={history} />
      {awaits && <Decision improvement={improvement} awaits={awaits} approval={approval} />}
      <nav class="parts" aria-label="On this page"><ul>{parts.map(({ id, name }) => <li key={id}><button type="button" onClick={() => toPart(id)}>{name}</button></li>)}</ul></nav>
      {parts.map(({ id, name, body }) => <section key={id} id={`part-${id}`} class="card part" aria-labelledby={`head-${id}`}><h2 id={`head-${id}`} tabIndex={-1}>{name}</h2>{body}</section>)}
    </div>
  );
};
