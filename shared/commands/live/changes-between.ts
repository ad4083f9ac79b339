import type { LiveEvent } from '../../domain/views/live-event.ts';
import type { LiveSnapshot } from './live-snapshot.ts';

/** An event without its place in the stream, and the targets that it is about: who may not see one of them all does not hear of it. */
export type LiveChange = Omit<LiveEvent, 'id' | 'at'> & { readonly about: readonly string[] };

/** What is different from one look to the next, as somebody who watches would be told. What is gone without a word had been told when it settled. */
export const changesBetween = (before: LiveSnapshot, now: LiveSnapshot): LiveChange[] => [
  ...changed(before.improvements, now.improvements).map((row): LiveChange => ({
    type: 'improvement', about: [row.targetId], targetId: row.targetId, tenantId: row.tenantId, improvementId: row.id, cycleId: row.cycleId, data: row,
    text: `${row.title}: ${row.state.replaceAll('-', ' ')}${row.reason === undefined ? '' : ` (${row.reason})`}.`,
  })),
  ...changed(before.releases, now.releases).map((release): LiveChange => ({
    type: 'release', about: [release.targetId], targetId: release.targetId, tenantId: release.tenantId, improvementId: release.improvementId, data: release,
    text: `${release.targetId} gives ${Math.round(release.weight * 100)} % of its traffic to the candidate.`,
  })),
  ...changed(before.cycles, now.cycles).map((row): LiveChange => ({
    type: 'cycle', about: row.targetIds, tenantId: row.tenantId, cycleId: row.id, data: row, ...(row.targetIds.length === 1 ? { targetId: row.targetIds[0] } : {}),
    text: `Cycle ${row.id} ${row.state === 'running' ? 'runs' : row.state === 'completed' ? 'is complete' : 'failed'}.`,
  })),
  ...[...now.targets.keys()].filter((id) => before.targets.has(id) && before.paused.get(id) !== now.paused.get(id)).map((id): LiveChange => {
    const by = now.paused.get(id);
    return { type: 'target', about: [id], targetId: id, data: { id, ...(by === undefined ? {} : { pausedBy: by }) }, text: by === undefined ? `${id} goes on.` : `${id} is paused by ${by}.` };
  }),
  ...changed(before.switches, now.switches).map((row): LiveChange => ({
    type: 'switch', about: [], data: row, ...(row.flag.startsWith('tenant:') ? { tenantId: row.flag.slice('tenant:'.length) } : {}),
    text: row.flag === 'everything' ? (row.on ? 'Pawl goes on.' : `Everything is stopped${row.reason === undefined ? '' : `: ${row.reason}`}.`) : `${row.flag} is ${row.on ? 'on' : 'off'}.`,
  })),
];

const changed = <Row>(before: ReadonlyMap<string, Row>, now: ReadonlyMap<string, Row>): Row[] =>
  [...now].flatMap(([id, row]) => (JSON.stringify(before.get(id)) === JSON.stringify(row) ? [] : [row]));
