import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { CustomResourceEvent } from './adopt-target/custom-resource.ts';
import { adoptDependencies } from './adopt-target/dependencies.ts';
import { settleRequest } from './adopt-target/settle-request.ts';

export const handler = phaseHandler({
  name: 'adopt-target',
  input: CustomResourceEvent,
  run: async (event, { open, answer, host }) => {
    const { status, reason, physicalId, data } = await settleRequest(event, open, host);
    const { StackId, RequestId, LogicalResourceId } = event;
    await answer(event.ResponseURL, { Status: status, Reason: reason, PhysicalResourceId: physicalId, StackId, RequestId, LogicalResourceId, ...(data === undefined ? {} : { Data: data }) });
    return { status, physicalId };
  },
  dependencies: adoptDependencies,
});
