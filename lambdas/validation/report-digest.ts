import { createHash } from 'node:crypto';
import type { ValidationReport } from '../../shared/domain/check.ts';
import type { Patch } from '../../shared/domain/remedy.ts';

/**
 * SHA-256 over the patch and what the checks said of it, hexadecimal: an approval names it, so a change of either ends the approval.
 * Durations are left out; the same patch checked again with the same result keeps its digest.
 */
export function reportDigest(patch: Patch, report: Omit<ValidationReport, 'digest'>): string {
  const { checks, ...rest } = report;
  const said = checks.map(({ name, status, findings }) => ({ name, status, findings }));
  return createHash('sha256').update(canonical({ patch, report: { ...rest, checks: said } })).digest('hex');
}

/** JSON with keys in order, so that equal values give equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
