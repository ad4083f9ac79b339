import * as z from 'zod';
import { readReport, ReportFormat } from '../reads/report.ts';
import { commandRow } from './command-row.ts';
import { cycleId } from './input-words.ts';

export const readReportRow = commandRow({
  name: 'read-report',
  kind: 'read',
  permission: 'read',
  title: 'Report of a cycle',
  summary: 'The report of a cycle: JSON for programs, Markdown for reading in a terminal or by an agent, HTML with charts and nothing loaded from elsewhere.',
  input: z.strictObject({ cycleId, format: ReportFormat.default('markdown').describe('json, html or markdown') }),
  output: z.object({ cycleId: z.string(), format: ReportFormat, contentType: z.string(), text: z.string() }),
  example: { input: { cycleId: 'cyc-1' }, output: { cycleId: 'cyc-1', format: 'markdown', contentType: 'text/markdown; charset=utf-8', text: '# One change kept\n' } },
  run: async ({ cycleId: id, format }, dependencies) => readReport(dependencies, { cycleId: id, format }),
});
