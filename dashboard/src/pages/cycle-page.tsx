import { useState } from 'preact/hooks';
import type { CycleRow } from '../../../shared/domain/views/cycle-row.ts';
import { read } from '../api/client.ts';
import type { ReportFormat } from '../api/commands.ts';
import { useRead } from '../api/use-read.ts';
import { announce } from '../components/announce.tsx';
import { Answer } from '../components/answer.tsx';
import { StateBadge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CopyableId } from '../components/copyable-id.tsx';
import { Empty } from '../components/empty.tsx';
import { duration } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { ReportFrame } from '../components/report/report-frame.tsx';
import { Since, Time } from '../components/time.tsx';
import { addressOf } from '../shell/route.ts';
import { CycleState, triggerOf } from './cycles/cycle-table.tsx';

const ENDINGS = { html: 'html', json: 'json', markdown: 'md' } as const satisfies Record<ReportFormat, string>;

const save = async (cycleId: string, format: ReportFormat): Promise<void> => {
  const result = await read('read-report', { cycleId, format });
  if (!result.ok) return announce(result.problem.detail);
  const url = URL.createObjectURL(new Blob([result.value.text], { type: result.value.contentType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `pawl-${cycleId}.${ENDINGS[format]}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

const Report = ({ cycleId }: { readonly cycleId: string }) => {
  const report = useRead('read-report', { cycleId, format: 'html' });
  const [isBusy, setBusy] = useState(false);
  const keep = async (format: ReportFormat): Promise<void> => {
    setBusy(true);
    await save(cycleId, format);
    setBusy(false);
  };
  return (
    <section class="stack" aria-labelledby="report-title">
      <div class="row"><h2 id="report-title">Report</h2><span class="push small quiet">Save it as</span>
        {(['html', 'markdown', 'json'] as const).map((format) => <Button key={format} isSmall isBusy={isBusy} onClick={() => void keep(format)}>{format === 'markdown' ? 'Markdown' : format.toUpperCase()}</Button>)}
      </div>
      <Answer of={report} lines={14}>{({ text }) => <ReportFrame html={text} title="Report of the cycle" />}</Answer>
    </section>
  );
};

const Facts = ({ cycle }: { readonly cycle: CycleRow }) => (
  <dl class="facts card">
    <dt>State</dt><dd class="row"><CycleState state={cycle.state} />{cycle.failure ? <span>{cycle.failure}</span> : null}</dd>
    <dt>Trigger</dt><dd>{triggerOf(cycle)}<br /><span class="quiet small">{cycle.cause}</span></dd>
    <dt>Targets</dt><dd class="row">{cycle.targetIds.map((id) => <a key={id} href={addressOf('targets', id)}>{id}</a>)}{cycle.tenantId ? <span>for {cycle.tenantId}</span> : null}</dd>
    <dt>Started</dt><dd><Time at={cycle.startedAt} />, {cycle.endedAt === undefined ? <>runs for <Since at={cycle.startedAt} words={duration} /></> : `took ${duration(cycle.endedAt - cycle.startedAt)}`}</dd>
    <dt>Opportunities</dt><dd>{cycle.opportunities}</dd>
    <dt>Taken up</dt>
    <dd>{cycle.improvements.length === 0 ? 'none' : <ul class="stack tight">{cycle.improvements.map(({ id, title, state }) => <li key={id} class="row"><StateBadge state={state} /><a href={addressOf('improvements', id)}>{title}</a></li>)}</ul>}</dd>
    <dt>Id</dt><dd><CopyableId id={cycle.id} /></dd>
  </dl>
);

/** One cycle and its report; while it runs, live. */
export const CyclePage = ({ id }: { readonly id: string }) => {
  const cycle = useRead('show-cycle', { cycleId: id }, (event) => event.type === 'improvement' || event.cycleId === id);
  return (
    <>
      <PageHead title="Cycle" says={<a href={addressOf('cycles')}>All cycles</a>} />
      <Answer of={cycle} lines={8}>
        {(known) => (
          <div class="stack loose">
            <Facts cycle={known} />
            {known.hasReport ? <Report cycleId={id} /> : <Empty title="There is no report yet"><p>{known.state === 'running' ? 'It is written when the last improvement of this cycle has settled; it appears here by itself.' : 'This cycle ended without one.'}</p></Empty>}
          </div>
        )}
      </Answer>
    </>
  );
};
