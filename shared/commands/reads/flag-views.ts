import { SWITCHED_PHASES, isFlag, type Flag } from '../../domain/flag.ts';
import type { FlagView } from '../../domain/views/settings-view.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';

const ALWAYS: readonly Flag[] = ['everything', 'cycles', ...SWITCHED_PHASES.map((phase) => `phase:${phase}` as const), 'remedy:patch', 'remedy:recipe', 'remedy:model', 'remedy:person'];

/** Every flag that somebody may want to see: those that always are, those of the tenants, and whatever was ever switched here. */
export const flagViews = async ({ switches, flags }: Pick<DoorDependencies, 'switches' | 'flags'>, tenantIds: readonly string[]): Promise<FlagView[]> => {
  const held = new Map((await switches.all()).map((one) => [one.flag, one]));
  const isStopped = !(await flags.isOn('everything'));
  const names = [...new Set([...ALWAYS, ...tenantIds.map((id) => `tenant:${id}`), ...held.keys()])].filter(isFlag);
  return Promise.all(names.map(async (flag): Promise<FlagView> => {
    const set = held.get(flag);
    const told = set === undefined ? {} : { by: set.by, at: set.at, reason: set.reason };
    if (set?.on === false) return { flag, on: false, source: 'pawl', ...told };
    // While everything is off, no other flag is on in force; what each stands at by itself is what people want to see.
    const isOff = flag === 'everything' ? isStopped : !isStopped && !(await flags.isOn(flag));
    return isOff ? { flag, on: false, source: 'outside' } : { flag, on: true, source: set === undefined ? 'default' : 'pawl', ...told };
  }));
};
