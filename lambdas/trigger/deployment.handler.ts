import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { deploymentDependencies } from './dependencies.ts';
import { deployment, TargetDeployedEvent } from './deployment.ts';

export const handler = phaseHandler({
  name: 'deployment',
  input: TargetDeployedEvent,
  run: async (event, dependencies) => {
    const outcome = await deployment(event, dependencies);
    dependencies.host.notify({ code: 'PAWL-DEPLOYMENT-010', level: outcome.kind === 'refused' ? 'warning' : 'info', text: `The deployment of ${event.detail.commit} on ${event.detail.targetId}: ${outcome.kind}.`, data: outcome });
    return outcome;
  },
  dependencies: deploymentDependencies,
});
