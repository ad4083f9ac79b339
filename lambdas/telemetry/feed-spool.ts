import type { Target } from '../../shared/domain/target.ts';
import type { Host } from '../../shared/ports/host.ts';
import { pollMinutes, type PollDependencies } from './poll-minutes.ts';
import { tellServing, type TellServingDependencies } from './tell-serving.ts';

export type FeedDependencies = PollDependencies & TellServingDependencies & { readonly host: Pick<Host, 'notify'> };

/** `asked`: the functions whose minutes were asked for, one metric each. */
export type Fed = { readonly apiCalls: number; readonly asked: readonly string[] };

/**
 * What nobody delivers, put into the spool before it is read: which version serves, and requests that were turned away. It supplements the
 * log, so a failure is told and tried again with the next look, and never keeps the log from being read. `targets`: those that are looked at now.
 */
export async function feedSpool(targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], dependencies: FeedDependencies): Promise<Fed> {
  const { host } = dependencies;
  const failed = (what: string, error: unknown): undefined => {
    host.notify({ code: 'PAWL-TELEMETRY-020', level: 'warning', text: `${what} could not be read and will be looked at again: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  };
  await tellServing(targets, dependencies).catch((error: unknown) => failed('Which versions serve', error));
  // Once each, though targets may share a function.
  const functionNames = [...new Set(targets.map(({ functionName }) => functionName))];
  const polled = await pollMinutes(functionNames, dependencies).catch((error: unknown) => failed('Throttling', error));
  if (polled !== undefined && polled.unanswered.length > 0) failed(`Throttling of ${polled.unanswered.join(', ')}`, 'CloudWatch answered in part only.');
  return { apiCalls: polled?.apiCalls ?? 0, asked: polled?.asked ?? [] };
}
