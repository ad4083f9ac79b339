import { errorCode } from '../../../shared/domain/error-code.ts';
import type { Host } from '../../../shared/ports/host.ts';
import { adoptTarget, type AdoptDependencies } from '../adopt-target.ts';
import { failedIdOf, physicalIdOf, resourceOf, stackNameOf, targetIdOf, type CustomResourceEvent } from './custom-resource.ts';

/** What CloudFormation is told. */
export type Settled = { readonly status: 'SUCCESS' | 'FAILED'; readonly reason: string; readonly physicalId: string; readonly data?: Readonly<Record<string, string>> };

const LONGEST_REASON = 1000;

/**
 * Carries out one request of CloudFormation and says how it ended; never throws, because a stack that hears nothing waits for an hour.
 * A delete always succeeds: the alias stays as it is, and what could not be unregistered is told to the log.
 */
export const settleRequest = async (event: CustomResourceEvent, open: () => Omit<AdoptDependencies, 'host'>, host: Pick<Host, 'notify'>): Promise<Settled> => {
  const physicalId = event.PhysicalResourceId ?? failedIdOf(event);
  try {
    const dependencies = { ...open(), host };
    if (event.RequestType === 'Delete') return { status: 'SUCCESS', reason: await unregister(event, dependencies), physicalId };
    const adopted = await adoptPatiently(event, dependencies);
    if (!adopted.ok) return failed(event, physicalId, 'PAWL-ADOPT-010', adopted.problem, host);
    const { targetId, version } = adopted;
    return { status: 'SUCCESS', reason: `${targetId} is looked after.`, physicalId: physicalIdOf(targetId), data: { TargetId: targetId, Version: version } };
  } catch (error) {
    return failed(event, physicalId, errorCode(error) ?? 'PAWL-ADOPT-900', error instanceof Error ? error.message : String(error), host);
  }
};

/** A stack gives Pawl its rights a moment before it asks, and IAM takes seconds until they hold everywhere. */
const WAITS_WHEN_DENIED_MS = [2000, 4000, 8000, 16_000, 30_000];

const adoptPatiently = async (event: CustomResourceEvent, dependencies: AdoptDependencies): ReturnType<typeof adoptTarget> => {
  for (const waitMs of WAITS_WHEN_DENIED_MS) {
    try {
      return await adoptTarget(event, dependencies);
    } catch (error) {
      if (errorCode(error) !== 'PAWL-AWS-DENIED') throw error;
      await dependencies.clock.sleep(waitMs);
    }
  }
  return adoptTarget(event, dependencies);
};

const failed = (event: CustomResourceEvent, physicalId: string, code: string, problem: string, host: Pick<Host, 'notify'>): Settled => {
  host.notify({ code, level: 'error', text: `${event.RequestType} of ${event.LogicalResourceId}: ${problem}`, data: { stack: event.StackId } });
  return { status: event.RequestType === 'Delete' ? 'SUCCESS' : 'FAILED', reason: `${code}: ${problem}`.slice(0, LONGEST_REASON), physicalId };
};

const unregister = async (event: CustomResourceEvent, { registered, letGo, host }: AdoptDependencies): Promise<string> => {
  const targetId = targetIdOf(event.PhysicalResourceId);
  const held = targetId === undefined ? undefined : await registered.find(targetId);
  if (targetId === undefined || held === undefined) return 'It was not registered.';
  // Another stack may have taken the target over, and then deletes nothing here.
  if (held.registeredBy !== undefined && held.registeredBy !== resourceOf(event)) return `${targetId} belongs to another stack now.`;
  // While the stack's rights are still there: afterwards nobody could take a candidate off the traffic.
  await letGo(targetId, stackNameOf(event)).catch((error: unknown) => {
    host.notify({ code: errorCode(error) ?? 'PAWL-ADOPT-030', level: 'error', text: `What is being released on ${targetId} could not be taken back before it was unregistered: ${error instanceof Error ? error.message : String(error)} Look at the weights of its alias.`, data: { targetId } });
  });
  await registered.remove(targetId);
  return `${targetId} is no longer looked after; its alias stays as it is.`;
};
