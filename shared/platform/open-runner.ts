import { SFNClient } from '@aws-sdk/client-sfn';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { stepFunctionsCycleRunner } from '../adapters/aws/step-functions-cycle-runner.ts';
import { stepFunctionsTaskTokens } from '../adapters/aws/step-functions-task-tokens.ts';
import { waitAnswers } from '../store/wait-answers.ts';
import { Waits } from '../store/waits.ts';
import { required } from './environment.ts';
import type { OpenStore } from './open-store.ts';
import type { Ground } from './phase-handler.ts';

/** The two state machines: who starts, resumes, ends and looks at executions. */
export const openRunner = ({ environment }: Ground, { store, improvements }: Pick<OpenStore, 'store' | 'improvements'>) => {
  const { PAWL_CYCLE_MACHINE_ARN, PAWL_IMPROVEMENT_MACHINE_ARN } = required(environment, 'PAWL_CYCLE_MACHINE_ARN', 'PAWL_IMPROVEMENT_MACHINE_ARN');
  const client = new SFNClient(CLIENT_OPTIONS);
  const waits = new Waits(store);
  return {
    waits,
    tokens: stepFunctionsTaskTokens({ client }),
    runner: stepFunctionsCycleRunner({ client, machines: { cycle: PAWL_CYCLE_MACHINE_ARN, improvement: PAWL_IMPROVEMENT_MACHINE_ARN }, waits, answers: waitAnswers(improvements) }),
  };
};
