import type { SettingsInForce } from '../config/settings-for.ts';
import type { Target } from '../domain/target.ts';
import type { CycleRunner } from '../ports/cycle-runner.ts';
import type { Flags } from '../ports/flags.ts';
import type { Ids } from '../ports/ids.ts';
import type { Deployer } from '../ports/deployer.ts';
import type { AskRollback } from '../release/action-request.ts';
import type { ReleaseDependencies } from '../release/dependencies.ts';
import type { Cycles } from '../store/cycles.ts';
import type { Opportunities } from '../store/opportunities.ts';

/** What commands reach. None of them touches an alias: they read the deployer, and ask those who may write. */
export type CommandDependencies = Pick<ReleaseDependencies, 'improvements' | 'releases' | 'slots' | 'facts' | 'audit' | 'sources' | 'notifier' | 'clock'> & {
  readonly deployer: Pick<Deployer, 'describe' | 'versions'>;
  readonly rollback: AskRollback;
  readonly targets: { get(id: string): Promise<Target>; all(): Promise<Target[]> };
  readonly cycles: Cycles;
  readonly opportunities: Opportunities;
  readonly runner: CycleRunner;
  readonly ids: Ids;
  /** Absent where nothing can be switched off. */
  readonly flags?: Flags;
  readonly settingsFor: (target: Target) => SettingsInForce;
};

/**
 * Why something was not done. `refused`: understood, and not possible as things stand. `not-found`: nothing of this name that the caller may see.
 * `forbidden`: this caller may not. `invalid`: what was said does not fit. `off`: switched off.
 */
export type Refusal = { readonly ok: false; readonly reason: string; readonly kind?: 'refused' | 'not-found' | 'forbidden' | 'invalid' | 'off' };

/** What a command answers: done, or why not, in a sentence that says what to do. */
export type CommandResult<Value = object> = ({ readonly ok: true } & Value) | Refusal;

export const refused = (reason: string, kind?: Refusal['kind']): Refusal => ({ ok: false, reason, ...(kind === undefined ? {} : { kind }) });
