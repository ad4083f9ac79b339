import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { PromoteRequest } from '../../shared/release/action-request.ts';
import { keep } from '../../shared/release/actions.ts';
import { effectsDependencies } from './dependencies.ts';

export const handler = phaseHandler({
  name: 'promote',
  input: PromoteRequest,
  run: async ({ improvementId, terms, by }, dependencies) => ({ done: await keep({ ...dependencies, actor: by }, improvementId, terms) }),
  dependencies: effectsDependencies,
});
