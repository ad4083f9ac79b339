import type { Target } from '../../shared/domain/target.ts';
import type { Host } from '../../shared/ports/host.ts';
import { pollMinutes, type PollDependencies } from './poll-minutes.ts';
import { tellServing, type TellServingDependencies } from './tell-serving.ts';

export type FeedDependencies = PollDependencies &
  TellServingDependencies & {
    /** Who releases on a target: while somebody does, its minutes are fetched each minute. */
    readonly releases: { holder(targetId: string): Promise<string | undefined> };
    readonly host: Pick<Host, 'notify'>;
  };

/**
 * What nobody delivers, put into the spool before it is read: which version serves, and requests that were turned away. It supplements the
 * log, so a failure is told and tried again with the next look, and never keeps the log from being read. Answers the calls to CloudWatch.
 */
export async function feedSpool(targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], dependencies: FeedDependencies): Promise<{ apiCalls: number }> {
  const { releases, host } = dependencies;
  const failed = (what: string, error: unknown): undefined => {
    host.notify({ code: 'PAWL-TELEMETRY-020', level: 'warning', text: `${what} could not be read and will be looked at again: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  };
  await tellServing(targets, dependencies).catch((error: unknown) => failed('Which versions serve', error));
  const polled = await busyFunctions(targets, releases)
    .then(async (functions) => pollMinutes(functions, dependencies))
    .catch((error: unknown) => failed('Throttling', error));
  if (polled !== undefined && polled.unanswered.length > 0) failed(`Throttling of ${polled.unanswered.join(', ')}`, 'CloudWatch answered in part only.');
  return { apiCalls: polled?.apiCalls ?? 0 };
}

/** Functions once each, though targets may share one. */
const busyFunctions = async (targets: readonly Pick<Target, 'id' | 'functionName'>[], releases: FeedDependencies['releases']): Promise<{ functionName: string; isBusy: boolean }[]> => {
  const busy = new Map<string, boolean>();
  for (const { id, functionName } of targets) busy.set(functionName, (busy.get(functionName) ?? false) || (await releases.holder(id)) !== undefined);
  return [...busy].map(([functionName, isBusy]) => ({ functionName, isBusy }));
};
