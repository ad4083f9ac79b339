import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { awaitVerdict, AwaitVerdictInput } from './await-verdict.ts';
import { verdictDependencies } from './dependencies.ts';

export const handler = phaseHandler({ name: 'await-verdict', input: AwaitVerdictInput, run: awaitVerdict, dependencies: verdictDependencies });
