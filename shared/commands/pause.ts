import type { CommandDependencies, CommandResult } from './dependencies.ts';

/** Starts nothing new on a target; what is exposed is still watched. */
export const pause = async ({ facts, audit, targets, clock }: CommandDependencies, { targetId, by }: { targetId: string; by: string }): Promise<CommandResult> => {
  await targets.get(targetId);
  await facts.update(targetId, (held) => ({ ...held, pausedBy: by }));
  await audit.append({ targetId, at: clock.now(), who: by, what: 'paused' });
  return { ok: true };
};

export const resume = async ({ facts, audit, targets, clock }: CommandDependencies, { targetId, by }: { targetId: string; by: string }): Promise<CommandResult> => {
  await targets.get(targetId);
  await facts.update(targetId, (held) => {
    const { pausedBy: _, ...rest } = held;
    return rest;
  });
  await audit.append({ targetId, at: clock.now(), who: by, what: 'resumed' });
  return { ok: true };
};
