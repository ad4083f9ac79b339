import { ASSET, type GuardedWorld } from './guarded-world.ts';
import { NAMES } from './granted-roles.ts';
import { listenHttp } from './http-listener.ts';
import { arnOf } from './iam-request.ts';
import { registrationEvent } from './registration-event.ts';
import { TARGET } from '../unit/lambdas/validation/small-service.ts';

/** The small service becomes a target, or is one no longer, as its owners' stack asks for it; answers what CloudFormation is told. */
export const adoptService = async (world: GuardedWorld, over: Parameters<typeof registrationEvent>[1] = {}): Promise<{ readonly Status: string; readonly Reason: string }> => {
  await using stack = await listenHttp();
  const target = { ...TARGET, repository: { location: 'small', branch: 'main', directory: '.' } };
  const workshopFunction = arnOf('lambda', `function:${NAMES.workshop('small')}`);
  await world.call('adopt-target', registrationEvent({ target, functionArn: arnOf('lambda', 'function:small'), commit: world.repository.head, workshopFunction, DependenciesAsset: ASSET }, { ResponseURL: stack.url, ...over }));
  return JSON.parse(stack.bodies[0] ?? '{}') as { Status: string; Reason: string };
};
