import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { firstOff } from '../../shared/store/switches.ts';
import { reportingDependencies } from './dependencies.ts';
import { report, ReportInput } from './report.ts';

export const handler = phaseHandler({
  name: 'report',
  input: ReportInput,
  run: async (input, dependencies) => ((await firstOff(dependencies.flags, ['phase:reporting'])) === undefined ? { reportKey: (await report(input, dependencies)).reportKey } : { next: 'wait' }),
  dependencies: reportingDependencies,
});
