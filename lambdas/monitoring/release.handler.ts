import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { RampRequest } from '../../shared/release/action-request.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { effectsDependencies } from './dependencies.ts';
import { termsOf } from './release-terms.ts';
import { release, type ReleaseDecision } from './release.ts';

/** With a weight: the tick asks for the next step of the ramp. Without: the state `Release` of an improvement. */
const ReleaseInput = z.union([RampRequest, z.object({ improvementId: z.string() })]);

export const handler = phaseHandler({
  name: 'release',
  input: ReleaseInput,
  run: async (input, dependencies): Promise<ReleaseDecision | { ramped: string }> =>
    'weight' in input
      ? { ramped: await ramp({ ...dependencies, actor: input.by }, input.improvementId, input.weight) }
      : release(input, { ...dependencies, actor: 'release', termsFor: (target) => termsOf(dependencies.settingsFor(target)) }),
  dependencies: effectsDependencies,
});
