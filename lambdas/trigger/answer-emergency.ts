import { startCycle } from '../../shared/commands/start-cycle.ts';
import type { Emergency } from '../../shared/domain/emergency.ts';
import { tell } from '../../shared/release/tell.ts';
import type { AlarmDependencies, AlarmOutcome } from './alarm.ts';

/** The cycle is on its way within two seconds of the alarm, so it does not wait longer than this for the way back to be finished. */
const HEAD_START_MS = 500;

type Tried = { readonly ok: true; readonly sentence: string } | { readonly ok: false; readonly error: unknown };

/**
 * Carries out what was decided for an alarm: the way back first, then the emergency cycle, which runs beside what is left of the way back
 * (its fix waits for the target's lease anyway). Every step is safe to repeat; it is answered when all of them are done.
 */
export const answerEmergency = async (emergency: Emergency, dependencies: AlarmDependencies): Promise<AlarmOutcome> => {
  const { emergencies, audit, clock } = dependencies;
  const { id, targetId, alarm, at, reversal } = emergency;
  const reversing = reverse(emergency, dependencies).then((sentence): Tried => ({ ok: true, sentence }), (error: unknown): Tried => ({ ok: false, error }));
  const waited = new AbortController();
  await Promise.race([reversing, clock.sleep(HEAD_START_MS, waited.signal)]);
  waited.abort();
  const starting = startCycle(dependencies, { trigger: 'alarm', cause: `${alarm} on ${targetId} at ${new Date(at).toISOString()}`, targetIds: [targetId], emergency: true });
  // Also where no cycle could be started the way back is gone to its end: whoever answers may be gone with the answer.
  const reversed = await Promise.allSettled([starting]).then(() => reversing);
  // Not answered: whoever delivers it again, or the next minute, goes on.
  if (!reversed.ok) throw reversed.error;
  const started = await starting;

  const { sentence } = reversed;
  const cycle = started.ok ? `Cycle ${started.cycleId} looks for the fix.` : started.reason;
  await audit.append({ targetId, at: clock.now(), who: 'alarm', what: 'emergency', reason: `${alarm} is critical. ${reversal.why}`, evidence: `${sentence} ${cycle}` }, `emergency#${id}`);
  await tell(dependencies, { key: `emergency#${id}`, severity: 'critical', targetId, subject: `${targetId}: ${alarm} rings`, text: `${reversal.why} ${sentence} ${cycle}` });
  const cycleId = started.ok ? started.cycleId : undefined;
  await emergencies.answer(id, { answeredAt: clock.now(), sentence, ...(cycleId === undefined ? {} : { cycleId }) });
  return { kind: 'emergency', targetId, reversal: reversal.kind, sentence, cycleId };
};

const reverse = async ({ id, targetId, alarm, reversal }: Emergency, { rollback, runner }: AlarmDependencies): Promise<string> => {
  if (reversal.kind === 'none') return 'Nothing was taken back.';
  const reason = `The alarm ${alarm} rang. ${reversal.why}`;
  if (reversal.kind === 'go-back') {
    const { done, sentence } = await rollback({ action: 'go-back', targetId, from: reversal.from, to: reversal.to, cause: id, reason, by: 'alarm' });
    return sentence ?? (done ? 'It was routed back.' : 'It was left as it is.');
  }
  const { done, sentence } = await rollback({ action: 'put-back', improvementId: reversal.improvementId, reason, by: 'alarm' });
  await runner.resume(reversal.improvementId);
  return sentence ?? (done ? 'It was taken back.' : 'It was left as it is.');
};

/** An answer that somebody began and did not finish is finished after this time: each minute. */
const PATIENCE_MS = 60_000;

/** What rang longer ago than a change may be for being taken back is not answered any more: people are told, and decide. What somebody has begun to take back, the guard finishes. */
const giveUp = async ({ id, targetId, alarm, reversal }: Emergency, { emergencies, audit, clock, ...dependencies }: AlarmDependencies): Promise<void> => {
  const sentence = 'It could not be answered in time, so nothing more is taken back because of it.';
  await audit.append({ targetId, at: clock.now(), who: 'alarm', what: 'emergency-given-up', reason: `${alarm} was critical. ${reversal.why}`, evidence: sentence }, `emergency#${id}`);
  await tell(dependencies, { key: `emergency#${id}`, severity: 'critical', targetId, subject: `${targetId}: ${alarm} rang and was not answered`, text: `${reversal.why} ${sentence} Look at it yourself.` });
  await emergencies.answer(id, { answeredAt: clock.now(), sentence });
};

/** Goes on with what was left half done, each minute. Answers what could not be finished; it is tried again, until it is too late for it. */
export const finishEmergencies = async (dependencies: AlarmDependencies): Promise<{ finished: string[]; problems: { emergencyId: string; reason: string }[] }> => {
  const finished: string[] = [];
  const problems: { emergencyId: string; reason: string }[] = [];
  for (const emergency of await dependencies.emergencies.open()) {
    if (dependencies.clock.now() - emergency.takenUpAt <= PATIENCE_MS) continue;
    try {
      const target = await dependencies.targets.get(emergency.targetId);
      const isTooLate = dependencies.clock.now() - emergency.at > dependencies.settingsFor(target).emergencyLookBackSeconds * 1000;
      await (isTooLate ? giveUp : answerEmergency)(emergency, dependencies);
      finished.push(emergency.id);
    } catch (error) {
      problems.push({ emergencyId: emergency.id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { finished, problems };
};
