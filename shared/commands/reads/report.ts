import * as z from 'zod';
import { reportKeys } from '../../domain/report-keys.ts';
import { refused, type CommandResult } from '../dependencies.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

export const ReportFormat = z.enum(['json', 'html', 'markdown']);
export type ReportFormat = z.infer<typeof ReportFormat>;

const CONTENT_TYPES = { json: 'application/json', html: 'text/html; charset=utf-8', markdown: 'text/markdown; charset=utf-8' } as const satisfies Record<ReportFormat, string>;

export type Report = { readonly cycleId: string; readonly format: ReportFormat; readonly contentType: string; readonly text: string };

/** The report of a cycle that the caller may see, in one of its forms. */
export const readReport = async ({ cycles, blobs }: Pick<DoorDependencies, 'cycles' | 'blobs'>, { cycleId, format }: Pick<Report, 'cycleId' | 'format'>): Promise<CommandResult<{ readonly value: Report }>> => {
  const { state, reportKey } = await cycles.get(cycleId);
  if (reportKey === undefined) return refused(state === 'running' ? `${cycleId} still runs: its report is written when its improvements have settled or wait for a person.` : `${cycleId} ended without a report.`);
  const bytes = await blobs.get(reportKeys(cycleId)[format]);
  // Reports of before there was Markdown have none.
  if (bytes === undefined) return refused(`The report of ${cycleId} is not kept as ${format}. Ask for ${format === 'html' ? 'json' : 'html'}.`);
  return { ok: true, value: { cycleId, format, contentType: CONTENT_TYPES[format], text: new TextDecoder().decode(bytes) } };
};
