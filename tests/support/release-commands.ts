import { PLAIN_APPROVALS, policyFor } from '../../shared/domain/approval-policy.ts';
import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import { carryOut } from '../../shared/release/action-request.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { ExplainDependencies } from '../../shared/commands/explain.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { dependenciesOn, targetOf, type ReleaseWorld } from '../../lab/faults/release-world.ts';

export type CommandFixture = { readonly commands: CommandDependencies & ExplainDependencies; /** What the runner was asked, as `start imp-1`, `resume imp-1`, `cycle cyc-1`. */ readonly asked: string[] };

const SETTINGS = { enabled: true, approvalPolicy: policyFor(PLAIN_APPROVALS, undefined), analysisWindowHours: 24, maxConcurrentImprovements: 3, criticalCooldownSeconds: 900, emergencyLookBackSeconds: 3600 } as SettingsInForce;

/** The commands over a world, with a runner that only notes what it is asked. `vary` changes the target `orders`. */
export const commandsOn = (world: ReleaseWorld, { vary = {}, settings = {} }: { vary?: Partial<Target>; settings?: Partial<SettingsInForce> } = {}): CommandFixture => {
  const asked: string[] = [];
  const note = (what: string) => async (id: string) => {
    asked.push(`${what} ${id}`);
    return { started: true };
  };
  let made = 0;
  const target = { ...targetOf(world.root, 'orders'), ...vary };
  const { actor: _, ...effects } = dependenciesOn(world, world, 'nobody');
  const commands: CommandFixture['commands'] = {
    ...repositoriesIn(world.store),
    ...effects,
    rollback: (request) => carryOut(request, effects),
    targets: {
      get: async (id) => {
        if (id !== 'orders') throw new Error(`There is no target "${id}".`);
        return target;
      },
      all: async () => [target],
    },
    runner: {
      startCycle: async (id) => (asked.includes(`cycle ${id}`) ? { started: false } : note('cycle')(id)),
      startImprovement: note('start'),
      resume: async (id) => void asked.push(`resume ${id}`),
      stop: async (id) => void asked.push(`stop ${id}`),
    },
    ids: {
      next: (prefix) => {
        made += 1;
        return `${prefix}-${made + 100}`;
      },
      derived: (prefix, cause) => `${prefix}-${cause.replaceAll(/\W/g, '')}`,
    },
    settingsFor: () => ({ ...SETTINGS, ...settings }),
  };
  return { commands, asked };
};
