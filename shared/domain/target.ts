import * as z from 'zod';

/** What Pawl may do by itself, per kind of author. */
export const AutonomyLevel = z.enum(['observe', 'propose', 'approve', 'autonomous']);
export type AutonomyLevel = z.infer<typeof AutonomyLevel>;

/** A service Pawl looks after. Parsed once from `pawl.config.json`; inside, it is complete. */
export const Target = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  functionName: z.string(),
  alias: z.string(),
  tenantId: z.string().optional(),
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
  /** Paths that a remedy may touch, as prefixes relative to `directory`. */
  scope: z.array(z.string()).min(1),
});
export type Target = z.infer<typeof Target>;
