import type { CycleRow } from '../../../../shared/domain/views/cycle-row.ts';
import { Badge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { duration } from '../../components/numbers.ts';
import { Since, Time } from '../../components/time.tsx';
import { addressOf } from '../../shell/route.ts';

const STATES = { running: ['busy', 'dots', 'Running'], completed: ['good', 'check', 'Completed'], failed: ['bad', 'cross', 'Failed'] } as const;
const TRIGGERS = { schedule: 'Schedule', command: 'Asked for', alarm: 'Alarm', telemetry: 'Telemetry', proposal: 'Proposed patch', deployment: 'Deployment' } as const satisfies Record<CycleRow['trigger'], string>;

export const CycleState = ({ state }: { readonly state: CycleRow['state'] }) => {
  const [tone, icon, word] = STATES[state];
  return <Badge tone={tone} icon={icon}>{word}</Badge>;
};

/** How a cycle came about, in a word or two. */
export const triggerOf = ({ trigger, emergency, dryRun }: Pick<CycleRow, 'trigger' | 'emergency' | 'dryRun'>): string => `${TRIGGERS[trigger]}${emergency ? ', emergency' : ''}${dryRun ? ', dry run' : ''}`;

/** Cycles as rows. */
export const CycleTable = ({ cycles, caption }: { readonly cycles: readonly CycleRow[]; readonly caption: string }) => (
  <DataTable caption={caption} rows={cycles} rowKey={({ id }) => id} columns={[
    { label: 'Started', cell: ({ id, startedAt }) => <a href={addressOf('cycles', id)}><Time at={startedAt} /></a> },
    { label: 'State', cell: ({ state }) => <CycleState state={state} /> },
    { label: 'Trigger', cell: (cycle) => triggerOf(cycle) },
    { label: 'Targets', cell: ({ targetIds, tenantId }) => `${targetIds.length > 3 ? `${targetIds.slice(0, 3).join(', ')} and ${targetIds.length - 3} more` : targetIds.join(', ')}${tenantId ? ` for ${tenantId}` : ''}` },
    { label: 'Found', isNumber: true, cell: ({ opportunities }) => opportunities },
    { label: 'Taken up', isNumber: true, cell: ({ improvements }) => improvements.length },
    { label: 'Took', isNumber: true, cell: ({ startedAt, endedAt }) => (endedAt === undefined ? <Since at={startedAt} words={duration} /> : duration(endedAt - startedAt)) },
    { label: 'Report', cell: ({ id, hasReport }) => (hasReport ? <a href={addressOf('cycles', id)}>Read</a> : <span class="quiet">not yet</span>) },
  ]} />
);
