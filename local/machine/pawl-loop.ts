import { publishDigest, lastDigestDue } from '../../lambdas/reporting/publish-digest.ts';
import { beatSecondsOf } from '../../lambdas/monitoring/release-terms.ts';
import { watchAll } from '../../lambdas/monitoring/watch-all.ts';
import { collectDue } from '../../lambdas/telemetry/collect-due.ts';
import { startWhenCritical } from '../../lambdas/telemetry/start-when-critical.ts';
import { finishEmergencies } from '../../lambdas/trigger/answer-emergency.ts';
import { seeServings } from '../../lambdas/trigger/look-at-target.ts';
import { nextScheduledAt } from '../../lambdas/trigger/schedule.ts';
import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import { expireApprovals } from '../../shared/commands/expire-approvals.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { INTENTS } from '../../shared/domain/improvement.ts';
import type { Host } from '../../shared/ports/host.ts';
import { keep } from '../../shared/release/actions.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';
import { ramp } from '../../shared/release/ramp.ts';
import { AslCycleRunner, type CycleHandlers } from '../asl/asl-cycle-runner.ts';
import { commandsOn } from './commands-on.ts';
import { ensureGuard } from './ensure-guard.ts';
import { isolatedPhase } from './isolated-phase.ts';
import type { Machine } from './machine.ts';
import { phaseHandlers } from './phases.ts';
import { askRollback, releaseDependencies } from './release-dependencies.ts';
import { noticeSender } from './send-notices.ts';
import { Turns } from './turns.ts';

/** Each check is a compiler and a sandbox in a process of its own, beside the service that is watched; anybody may propose as much as they like. */
const MOST_PROPOSALS_CHECKED = 4;

/** Cycles that analyse; the others only carry a patch's or a deployment's report. */
const ANALYSING = new Set(['schedule', 'command', 'alarm', 'telemetry']);

export type PawlLoop = {
  readonly runner: AslCycleRunner;
  readonly commands: CommandDependencies;
  /** One beat: telemetry, watched releases, whatever other processes left in the store, the schedule. */
  readonly tick: () => Promise<void>;
  /** Ticks until the signal is aborted, then ends the executions; what is exposed is left to the caller and the guard. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export type LoopOptions = {
  readonly configFile: string;
  readonly host: Host;
  /** Whether cycles start by themselves: by schedule, and when telemetry finds something critical. */
  readonly selfStarting: boolean;
};

/** Pawl on one machine: the phases of the two state machines, and what EventBridge's minute rules do on AWS. */
export const pawlLoop = (machine: Machine, { configFile, host, selfStarting }: LoopOptions): PawlLoop => {
  const { improvements, releases, cycles, clock, config } = machine;
  const { settings } = config;
  const tickMs = settings.tickSeconds * 1000;
  const place = { configFile, folder: machine.folder, host };
  const proposals = new Turns(MOST_PROPOSALS_CHECKED);
  const handlers: CycleHandlers = {
    ...phaseHandlers(machine, configFile),
    generate: (input) => isolatedPhase('generate', input, place),
    // What Pawl takes up has a slot, and an owner's deployment waits behind nobody's proposals.
    validate: async (input) => {
      const check = () => isolatedPhase<{ next: string }>('validate', input, place);
      return (await improvements.find(input.improvementId))?.origin === 'proposal' ? proposals.take(check, { next: 'wait' }) : check();
    },
    learn: (input) => isolatedPhase('learn', input, place),
    report: (input) => isolatedPhase('report', input, place),
  };
  const runner = new AslCycleRunner(handlers, {
    waitForTargetMs: tickMs,
    onState: (execution, state) => host.notify({ code: 'PAWL-STATE-001', level: 'debug', text: `${execution}: ${state}`, data: { execution, state } }),
  });
  const commands = commandsOn(machine, runner);
  const tickEffects = releaseDependencies(machine, 'tick');
  const startedAt = clock.now();

  const collect = async (): Promise<void> => {
    const { looks } = await collectDue({}, { ...machine, settings, isBilled: false });
    for (const look of looks) {
      if (!look.ok) host.notify({ code: 'PAWL-TELEMETRY-010', level: 'warning', text: `The telemetry of ${look.targetId} could not be read: ${look.error instanceof Error ? look.error.message : String(look.error)}` });
      else if (selfStarting && clock.now() - startedAt >= settings.criticalCooldownSeconds * 1000) {
        try {
          const started = await startWhenCritical({ ...commands, hasModel: config.models.pool.length > 0 }, look.targetId, look.collected.critical);
          if (started) host.notify({ code: 'PAWL-TRIGGER-010', level: 'info', text: `${started.title} scores critical: a cycle starts by itself.` });
        } catch (error) {
          host.notify({ code: 'PAWL-TRIGGER-020', level: 'warning', text: `Something scores critical on ${look.targetId}, and no cycle could be started; the next look tries again: ${error instanceof Error ? error.message : String(error)}` });
        }
      }
    }
  };

  const rollback = askRollback(machine);
  const watch = async (): Promise<void> => {
    const { problems } = await watchAll({
      ...machine,
      movers: { ramp: (id, weight) => ramp(tickEffects, id, weight), promote: (id, terms) => keep(tickEffects, id, terms) },
      rollback: async (request) => {
        // After a promotion the guard has gone to sleep.
        if (request.action === 'undo') await ensureGuard(machine.folder, configFile);
        return rollback(request);
      },
    });
    for (const { improvementId, problem } of problems) host.notify({ code: 'PAWL-WATCH-010', level: 'warning', text: `A look at ${improvementId} failed and will be repeated: ${problem}` });
  };

  /** What other processes (the command line, the guard, an earlier run of this one) left in the store is taken up here. */
  const takeUpFromStore = async (): Promise<void> => {
    for (const { id, state, stateSince } of await improvements.open()) {
      const release = INTENTS.some((intent) => intent === state) ? await releases.find(id) : undefined;
      const isOurs = state === 'releasing' && runner.running.includes(id);
      if (release && !isOurs && clock.now() - Math.max(release.beatAt, stateSince) > beatSecondsOf(settings) * 1000) await finishIntent(tickEffects, id);
      await runner.startImprovement(id);
    }
    for (const id of runner.running) await runner.resume(id);
    for (const cycle of await cycles.running()) if (ANALYSING.has(cycle.trigger)) await runner.startCycle(cycle.id);
  };

  /** Who serves since when, for an alarm to know what changed; and what an alarm's answer left half done. */
  const lookAtTargets = async (): Promise<void> => {
    const unseen = await seeServings(config.targets, machine);
    for (const { targetId, reason } of unseen) host.notify({ code: 'PAWL-ALARM-020', level: 'warning', text: `Who serves on ${targetId} could not be seen: ${reason}` });
    await finishEmergencies({ ...machine, ...commands });
  };

  const sendNotices = noticeSender(machine, configFile, host);
  const closeQuestions = async (): Promise<void> => {
    for (const { id, error } of (await expireApprovals(commands)).failed) host.notify({ code: 'PAWL-WATCH-030', level: 'warning', text: `That nobody answered about ${id} could not be brought to its end: ${error instanceof Error ? error.message : String(error)}` });
  };

  let nextCycleAt = nextScheduledAt(startedAt, settings);
  const followSchedule = async (): Promise<void> => {
    if (!selfStarting || clock.now() < nextCycleAt) return;
    await startCycle(commands, { trigger: 'schedule', cause: new Date(nextCycleAt).toISOString() });
    nextCycleAt = nextScheduledAt(clock.now(), settings);
  };

  let digestSince = lastDigestDue(startedAt);
  const publishWeek = async (): Promise<void> => {
    const due = lastDigestDue(clock.now());
    if (due === digestSince) return;
    await publishDigest({}, machine);
    digestSince = due;
  };

  const tick = async (): Promise<void> => {
    for (const [what, step] of [['telemetry', collect], ['watching', watch], ['the store', takeUpFromStore], ['the targets', lookAtTargets], ['open questions', closeQuestions], ['what people are to be told', async () => sendNotices()], ['the schedule', followSchedule], ['the digest', publishWeek]] as const) {
      try {
        await step();
      } catch (error) {
        host.notify({ code: 'PAWL-TICK-010', level: 'warning', text: `A tick's look at ${what} failed and will be repeated: ${error instanceof Error ? error.message : String(error)}` });
      }
    }
  };

  return {
    runner,
    commands,
    tick,
    run: async (signal) => {
      while (!signal.aborted) {
        const begun = clock.now();
        await tick();
        await clock.sleep(Math.max(50, tickMs - (clock.now() - begun)), signal);
      }
      proposals.close();
      await runner.stopAll();
    },
  };
};
