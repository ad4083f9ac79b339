import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import type { Severity } from '../../shared/domain/opportunity.ts';
import type { Target } from '../../shared/domain/target.ts';
import { severityOfAlarm, termsOfAlarm } from '../../shared/rules/detection/alarm-severity.ts';
import type { Emergencies } from '../../shared/store/emergencies.ts';
import type { Servings } from '../../shared/store/servings.ts';
import type { AlarmChange } from './alarm-change.ts';
import { answerEmergency } from './answer-emergency.ts';
import { lookAtTarget } from './look-at-target.ts';
import { planReversal } from './plan-reversal.ts';

export type AlarmDependencies = CommandDependencies & {
  readonly emergencies: Emergencies;
  readonly servings: Servings;
  /** The tags of an alarm that neither the target's settings name nor the event brings along. Absent where alarms have none. */
  readonly tagsOf?: (arn: string) => Promise<Readonly<Record<string, string>>>;
};

export type AlarmOutcome =
  | { readonly kind: 'ignored'; readonly reason: string; readonly severity?: Severity }
  | { readonly kind: 'cooling-down' }
  /** Told before, and answered then. */
  | { readonly kind: 'answered-before'; readonly cycleId?: string | undefined }
  | { readonly kind: 'emergency'; readonly targetId: string; readonly reversal: 'put-back' | 'go-back' | 'none'; readonly sentence: string; readonly cycleId?: string | undefined };

const ignored = (reason: string, severity?: Severity): AlarmOutcome => ({ kind: 'ignored', reason, ...(severity ? { severity } : {}) });

/**
 * One alarm's change of state. A critical one that begins to ring takes back what just changed on its target, without any model, and starts an
 * emergency cycle: one, however often it is delivered, and none again while the alarm cools down. Told again after a crash it goes on with
 * what was decided the first time.
 */
export const alarm = async (change: AlarmChange, dependencies: AlarmDependencies): Promise<AlarmOutcome> => {
  const { emergencies, facts, settingsFor, ids, clock } = dependencies;
  const { alarm: name, at } = change;
  if (change.state !== 'ALARM') return ignored(`${name} is ${change.state}.`);
  const target = (await dependencies.targets.all()).find((each) => isAbout(each, change));
  if (!target) return ignored(`${name} belongs to no target. Name it under the target's \`alarms\`, or let it watch the function's own metrics.`);
  const severity = severityOfAlarm(target, { name, tags: await tagsOf(target, change, dependencies) });
  if (severity !== 'critical') return ignored(`${name} is ${severity}: the next cycle looks at it.`, severity);

  const id = ids.derived('emg', `${target.id} ${name} ${at}`);
  const known = await emergencies.find(id);
  if (known) return known.state === 'answered' ? { kind: 'answered-before', cycleId: known.cycleId } : answerEmergency(known, dependencies);

  const settings = settingsFor(target);
  const now = clock.now();
  const { pausedBy } = await facts.get(target.id);
  if (!settings.enabled) return ignored(`The tenant of ${target.id} is switched off.`, severity);
  if (pausedBy !== undefined) return ignored(`${target.id} is paused by ${pausedBy}.`, severity);
  if (now - at > settings.emergencyLookBackSeconds * 1000) return ignored(`${name} rang ${Math.round((now - at) / 1000)} s ago: too long for taking something back because of it.`, severity);
  if (await emergencies.isCoolingDown(target.id, name)) return { kind: 'cooling-down' };

  const reversal = target.autonomy.recipe === 'observe' ? ({ kind: 'none', why: `${target.id} is set to "observe".` } as const) : planReversal(await lookAtTarget(target, settings.emergencyLookBackSeconds, dependencies));
  const cooldownSeconds = termsOfAlarm(target, name)?.cooldownSeconds ?? settings.criticalCooldownSeconds;
  const claimed = await emergencies.claim({ id, targetId: target.id, alarm: name, at, takenUpAt: now, reversal, state: 'open' }, now + cooldownSeconds * 1000);
  return claimed.kind === 'cooling-down' ? claimed : answerEmergency(claimed.emergency, dependencies);
};

/** An alarm is a target's when the event says so, when the target's settings name it, or when it watches the target's function. */
const isAbout = ({ id, functionName, alarms }: Target, change: AlarmChange): boolean =>
  change.targetId === undefined ? (alarms !== undefined && Object.hasOwn(alarms, change.alarm)) || change.functionName === functionName : change.targetId === id;

/** Asked for only where they can decide: the settings come first. That they cannot be read leaves the name to decide. */
const tagsOf = async (target: Target, { alarm: name, arn, tags }: AlarmChange, dependencies: AlarmDependencies): Promise<AlarmChange['tags']> => {
  if (tags !== undefined || arn === undefined || termsOfAlarm(target, name)?.severity !== undefined) return tags;
  return dependencies.tagsOf?.(arn).catch(() => undefined);
};
