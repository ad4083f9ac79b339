import { isPermitted } from '../../../shared/domain/caller.ts';
import { askRow, type McpAsking } from './ask-row.ts';
import { fitted } from './fit-answer.ts';
import { followCycle, followImprovement, type Progress } from './follow.ts';
import type { Followers } from './followers.ts';
import { toolsOf, type RowTool } from './tool.ts';
import { MOST_STRUCTURED_BYTES } from './tool-result.ts';

/** How an act is waited for. */
export type Waiting = {
  readonly signal: AbortSignal;
  /** Absent: nobody asked for progress, so nothing is waited for. */
  readonly tell: ((progress: Progress) => Promise<void>) | undefined;
  readonly waitSeconds: number;
};

/** Reports progress while somebody waits for it; then how it stands. */
export const followed = async (tool: RowTool, said: Readonly<Record<string, unknown>>, value: unknown, { tell, signal, waitSeconds }: Waiting, asking: McpAsking, followers: Followers): Promise<object> => {
  const { follows } = tool;
  const id = follows === 'cycle' ? textIn(value, 'cycleId') : (textIn(value, 'improvementId') ?? textIn(said, 'improvement_id') ?? textIn(said, 'improvementId'));
  const place = follows === undefined || id === undefined || tell === undefined || waitSeconds === 0 ? undefined : followers.take(JSON.stringify([asking.caller.name, asking.caller.tenants]));
  if (place === undefined || tell === undefined || id === undefined) return {};
  try {
    const following = { until: asking.dependencies.clock.now() + waitSeconds * 1000, signal, tell };
    const until = await (follows === 'cycle' ? followCycle : followImprovement)(id, asking.dependencies, following);
    const stands = follows === 'cycle' ? await asked('show-cycle', { cycle_id: id }, asking) : textual(await asked('show-improvement', { improvement_id: id }, asking));
    return { until, ...(stands === undefined ? {} : { [follows === 'cycle' ? 'cycle' : 'improvement']: stands }) };
  } finally {
    place();
  }
};

/** What a read answers, cut to what fits beside an act's own answer; nothing where there is no such row. */
const asked = async (name: string, said: Readonly<Record<string, unknown>>, asking: McpAsking): Promise<unknown> => {
  const tool = [...toolsOf(asking.rows).values()].find(({ row }) => row.name === name);
  if (tool === undefined || !isPermitted(asking.caller, tool.row.permission)) return undefined;
  const answered = await askRow(tool, said, asking);
  return answered.ok ? fitted(answered.value, MOST_STRUCTURED_BYTES / 2)?.value : undefined;
};

const textual = (detail: unknown): unknown => (typeof detail === 'object' && detail !== null && 'improvement' in detail ? detail.improvement : undefined);

const textIn = (value: unknown, key: string): string | undefined => {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'string' ? found : undefined;
};
