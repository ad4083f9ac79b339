import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { reportingDependencies } from './dependencies.ts';
import { report, ReportInput } from './report.ts';

export const handler = phaseHandler({
  name: 'report',
  input: ReportInput,
  run: async (input, dependencies) => ({ reportKey: (await report(input, dependencies)).reportKey }),
  dependencies: reportingDependencies,
});
