import * as z from 'zod';
import { OwnThresholds } from './adjustable-thresholds.ts';
import { Severity } from './opportunity.ts';

/** What Pawl may do by itself, per kind of author. */
export const AutonomyLevel = z.enum(['observe', 'propose', 'approve', 'autonomous']);
export type AutonomyLevel = z.infer<typeof AutonomyLevel>;

/** What the owner says about one alarm, by its name: how bad it is, and for how long it starts no second emergency. */
export const AlarmTerms = z.object({ severity: Severity.optional(), cooldownSeconds: z.number().nonnegative().optional() });
export type AlarmTerms = z.infer<typeof AlarmTerms>;

/** What a remedy may change only where the owner says so. */
export const Allowance = z.enum(['dependencies', 'permissions', 'pipelines', 'infrastructure', 'checks', 'tests']);
export type Allowance = z.infer<typeof Allowance>;

/** A service Pawl looks after. Parsed once from `pawl.config.json`; inside, it is complete. */
export const Target = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  functionName: z.string(),
  alias: z.string(),
  tenantId: z.string().optional(),
  /** Tenants whose callers use an alias of their own, and which: what is released for one of them touches that alias only (`tenant-target.ts`). */
  tenantAliases: z.record(z.string(), z.string()).optional(),
  /** Serves more than one tenant: every change is system-wide. */
  shared: z.boolean(),
  repository: z.object({
    /** Working copy on one machine, repository name on AWS. */
    location: z.string(),
    branch: z.string(),
    /** The service's folder inside the repository, `.` for its root. */
    directory: z.string(),
  }),
  /** Module that exports the handler, relative to `directory`, and the export's name. */
  entry: z.string(),
  handlerExport: z.string(),
  test: z.object({ command: z.array(z.string()).min(1), runner: z.enum(['node', 'vitest', 'jest']) }),
  limits: z.object({ timeoutSeconds: z.number().positive(), memoryMb: z.number().int().positive(), concurrency: z.number().int().positive() }),
  environment: z.record(z.string(), z.string()),
  autonomy: z.object({ recipe: AutonomyLevel, model: AutonomyLevel, person: AutonomyLevel }),
  /** The target's alarms by name. An alarm that is not named here belongs to the target by its function, and its severity follows from tag and name. */
  alarms: z.record(z.string(), z.union([Severity, AlarmTerms])).optional(),
  /** From when on a change matters on this target, where that differs from the rule. */
  thresholds: OwnThresholds.optional(),
  /** Paths that a remedy may touch, as prefixes relative to `directory`. */
  scope: z.array(z.string()).min(1),
  /** What a remedy may change that is out of bounds otherwise, whoever wrote it. `tests`: also those that exist. Default: nothing. */
  allows: z.array(Allowance).optional(),
});
export type Target = z.infer<typeof Target>;
