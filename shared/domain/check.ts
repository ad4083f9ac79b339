import * as z from 'zod';

/**
 * In order of cost. `proof`: tests that fail on the old code and pass on the new. `behaviour`: old and new side by side on recorded inputs.
 */
export const CheckName = z.enum(['scope', 'parse', 'imports', 'secrets', 'security', 'complexity', 'types', 'tests', 'proof', 'coverage', 'behaviour', 'package']);
export type CheckName = z.infer<typeof CheckName>;

/** Something a person can act on. `line` counts from 1; `rule` names what found it, where there are several. */
export const CheckFinding = z.object({ message: z.string(), advice: z.string(), path: z.string().optional(), line: z.number().int().positive().optional(), rule: z.string().optional() });
export type CheckFinding = z.infer<typeof CheckFinding>;

/** One named test of a remedy. `skipped` says why in its summary and never counts as passed. */
export const Check = z.object({
  name: CheckName,
  status: z.enum(['passed', 'failed', 'skipped']),
  summary: z.string(),
  findings: z.array(CheckFinding),
  durationMs: z.number().nonnegative(),
});
export type Check = z.infer<typeof Check>;

/** All checks of one remedy. `digest` binds patch and report together, so that an approval cannot outlive a change of either. */
export const ValidationReport = z.object({
  passed: z.boolean(),
  checks: z.array(Check),
  /** 0–1, against IMPROVEMENT_QUALITY_THRESHOLD. */
  quality: z.number().min(0).max(1),
  coverageOfChangedLines: z.number().min(0).max(1).optional(),
  testsPassed: z.number().int().nonnegative(),
  isolation: z.enum(['sandbox', 'none']),
  /** SHA-256 of the built package, hexadecimal; absent when nothing was built. */
  packageDigest: z.string().optional(),
  digest: z.string(),
});
export type ValidationReport = z.infer<typeof ValidationReport>;
