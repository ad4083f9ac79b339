import * as z from 'zod';

/**
 * What a caller may ask for. `read`: look. `operate`: what can only make things safer or is judged anyway (start a cycle, propose, ask for an approval,
 * pause, take back, stop everything). `decide`: say yes or no. `deploy`: release a commit of the owners. `administer`: switches, credentials, targets.
 */
export const Permission = z.enum(['read', 'operate', 'decide', 'deploy', 'administer']);
export type Permission = z.infer<typeof Permission>;

/** `person`: somebody who proved who they are. `agent`: a model that acts by itself, through whichever door. `program`: a pipeline, another service. */
export const CallerKind = z.enum(['person', 'agent', 'program']);
export type CallerKind = z.infer<typeof CallerKind>;

export const Door = z.enum(['terminal', 'api', 'page', 'mcp', 'function']);
export type Door = z.infer<typeof Door>;

/** What each kind may have at most, whatever its credential says: an agent may ask for a yes, and never gives one. */
export const MOST_PERMISSIONS = {
  person: ['read', 'operate', 'decide', 'deploy', 'administer'],
  agent: ['read', 'operate'],
  program: ['read', 'operate', 'deploy'],
} as const satisfies Record<CallerKind, readonly Permission[]>;

/** Who asks, as a door has established it: never taken from what is asked. */
export const Caller = z.object({
  /** As it stands in the audit log. */
  name: z.string().min(1).max(200),
  kind: CallerKind,
  door: Door,
  may: z.array(Permission),
  /** Whose targets it sees and touches. */
  tenants: z.union([z.literal('all'), z.array(z.string())]),
  groups: z.array(z.string()),
});
export type Caller = z.infer<typeof Caller>;

/** Whether a caller holds a permission, and its kind may. */
export const isPermitted = ({ kind, may }: Pick<Caller, 'kind' | 'may'>, permission: Permission): boolean =>
  may.includes(permission) && (MOST_PERMISSIONS[kind] as readonly Permission[]).includes(permission);
