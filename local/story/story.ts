import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { quantileMs } from '../../shared/domain/histogram.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import { proposeChange } from '../../shared/commands/propose-change.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { totalsOf, type VersionTotals } from '../../lambdas/reporting/version-totals.ts';
import { guardPid } from '../machine/ensure-guard.ts';
import type { Machine } from '../machine/machine.ts';
import { beyondRecipes } from './beyond-recipes.ts';
import type { PawlProcess } from './pawl-process.ts';
import { heading, say, StoryError, until, type Stage } from './stage.ts';

const TARGET = 'orders';
const PROPOSAL = fileURLToPath(new URL('../../examples/orders/proposals/show-shop-notice.patch', import.meta.url));
const SIGNALS_WANTED = 2000;
const WATCHED_BEFORE_KILL_MS = 4000;

const servedSince = async ({ periods, clock }: Machine, since: number, version: string): Promise<VersionTotals> => totalsOf((await periods.between(TARGET, since, clock.now())).map(({ versions }) => versions[version]));

const figures = ({ requests, failures, durations }: VersionTotals): string =>
  `${requests} requests, p50 ${Math.round(quantileMs(durations, 0.5) ?? 0)} ms, p95 ${Math.round(quantileMs(durations, 0.95) ?? 0)} ms, ${((100 * failures) / Math.max(1, requests)).toFixed(2)} % failed`;

const servingVersion = async ({ deployer, config }: Machine): Promise<string> => {
  const [target] = config.targets;
  const { alias } = await deployer.describe(target?.functionName ?? TARGET, target?.alias ?? 'live');
  return alias.additional ? `${alias.version}+${alias.additional.version}` : alias.version;
};

/** Waits until an improvement is in one of `states`; another final state ends the story. */
const reach = (stage: Stage, id: string, states: readonly Improvement['state'][], timeoutSeconds: number): Promise<Improvement> =>
  until(stage, `${id} did not become ${states.join(' or ')}`, timeoutSeconds, async () => {
    const improvement = await stage.machine.improvements.get(id);
    if (states.includes(improvement.state)) return improvement;
    if (['promoted', 'rolled-back', 'inconclusive', 'superseded', 'rejected', 'abstained', 'failed', 'reverted'].includes(improvement.state)) {
      throw new StoryError(`${improvement.title} is ${improvement.state}, not ${states.join(' or ')}: ${improvement.ending?.reason ?? improvement.reason ?? 'no reason given'}`);
    }
    return undefined;
  });

const signalsArrive = async (stage: Stage): Promise<void> => {
  const { machine, host } = stage;
  const since = machine.clock.now();
  const version = await servingVersion(machine);
  const seen = await until(stage, `Fewer than ${SIGNALS_WANTED} requests were seen`, 60, async () => {
    const served = await servedSince(machine, since, version);
    return served.requests >= SIGNALS_WANTED && served;
  });
  say(host, `Version ${version} so far: ${figures(seen)}.`, 'result');
};

/** What nothing can be written for, or not on a machine as busy as this one, is left aside this often before the story gives up. */
const MOST_ABSTAINED = 4;

/** Starts a cycle and gives the improvement that it took up and wrote a remedy for; where it abstains, another cycle takes the next. */
const improvementOfCycle = async (stage: Stage, cause: string): Promise<{ cycleId: string; improvementId: string }> => {
  const { machine } = stage;
  for (let abstained = 0; abstained <= MOST_ABSTAINED; abstained += 1) {
    const started = await startCycle(stage.commands, { trigger: 'command', cause: `${cause} at ${machine.clock.now()}`, maxImprovements: 1 });
    if (!started.ok) throw new StoryError(started.reason);
    const improvementId = await until(stage, 'The cycle took nothing up', 40, async () => {
      const { improvementIds, state, failure } = await machine.cycles.get(started.cycleId);
      if (state === 'failed') throw new StoryError(`The cycle failed: ${failure ?? 'no reason given'}`);
      if (state === 'completed' && improvementIds.length === 0) throw new StoryError('The cycle found nothing that it could take up.');
      return improvementIds[0];
    });
    const state = await until(stage, 'No remedy was written', 120, async () => {
      const improvement = await machine.improvements.get(improvementId);
      return improvement.state !== 'queued' && improvement.state !== 'generating' && improvement.state;
    });
    if (state !== 'abstained') return { cycleId: started.cycleId, improvementId };
    // Its lesson holds it back from the next cycle.
    await until(stage, 'Nothing was learned of what was abstained from', 30, async () => (await machine.lessons.list(TARGET)).some((lesson) => lesson.improvementId === improvementId));
  }
  throw new StoryError(`It abstained ${MOST_ABSTAINED + 1} times.`);
};

const fixIsKept = async (stage: Stage): Promise<string> => {
  const { machine, host } = stage;
  const { cycleId, improvementId } = await improvementOfCycle(stage, 'the story');
  const promoted = await reach(stage, improvementId, ['promoted'], 170);
  const outcome = await until(stage, 'No outcome was measured', 15, async () => (await machine.improvements.get(improvementId)).outcome);
  const { stable, candidate, latencyReductionPercent } = outcome;
  if (!latencyReductionPercent || latencyReductionPercent.value <= 0) throw new StoryError('It was promoted, but p95 is not lower.');
  say(
    host,
    `Promoted: ${promoted.title}. p95 ${Math.round(stable.latencyP95Ms ?? 0)} → ${Math.round(candidate.latencyP95Ms ?? 0)} ms (−${latencyReductionPercent.value.toFixed(0)} %, between ${latencyReductionPercent.low.toFixed(0)} and ${latencyReductionPercent.high.toFixed(0)}), measured side by side on ${stable.requests} and ${candidate.requests} requests.`,
    'result',
  );
  return cycleId;
};

const slowPatchIsTakenBack = async (stage: Stage, cycleId: string): Promise<void> => {
  const { machine, commands, host } = stage;
  const before = await servingVersion(machine);
  const proposed = await proposeChange(commands, { targetId: TARGET, change: { diff: readFileSync(PROPOSAL, 'utf8') }, title: 'Show the shop\'s notice on every answer', by: 'lea', cycleId });
  if (!proposed.ok) throw new StoryError(`The proposal was not taken: ${proposed.reason}`);
  const ended = await reach(stage, proposed.improvementId, ['rolled-back'], 170);
  if (!ended.report?.passed) throw new StoryError('The patch was to pass every check, and did not.');
  const after = await until(stage, 'The traffic did not return', 10, async () => {
    const version = await servingVersion(machine);
    return version === before && version;
  });
  say(host, `It passed ${ended.report.testsPassed} tests and was taken back all the same: all traffic is on version ${after}.`, 'result');
};

const guardReturnsTheTraffic = async (stage: Stage, pawl: PawlProcess): Promise<PawlProcess> => {
  const { machine, host } = stage;
  const before = await servingVersion(machine);
  const { improvementId } = await improvementOfCycle(stage, 'the story, once more');
  await reach(stage, improvementId, ['watching'], 90);
  await machine.clock.sleep(WATCHED_BEFORE_KILL_MS, stage.signal);
  const exposed = await servingVersion(machine);
  if (!exposed.includes('+')) throw new StoryError('The canary was over before Pawl could be killed.');
  pawl.kill();
  await pawl.ended;
  const killedAt = machine.clock.now();
  say(host, `Pawl (process ${pawl.pid}) was killed while versions ${exposed.replace('+', ' and ')} shared the traffic. The guard is process ${guardPid(machine.folder) ?? 'gone'}.`, 'warning');
  const { ending } = await reach(stage, improvementId, ['rolled-back'], 30);
  const after = await servingVersion(machine);
  if (after !== before || ending?.by !== 'guard') throw new StoryError(`The guard did not return the traffic: version ${after}, taken back by ${ending?.by ?? 'nobody'}.`);
  say(host, `The guard returned all traffic to version ${after}, ${((machine.clock.now() - killedAt) / 1000).toFixed(1)} s after the kill.`, 'result');
  const next = await stage.startPawl();
  say(host, `Pawl is on again (process ${next.pid}) and goes on from its store.`);
  return next;
};

/** Tells the story, step by step, and fails where a step did not really happen. Every number is measured in this run. Returns the report's place. */
export const tellStory = async (stage: Stage, started: PawlProcess): Promise<{ report: string; pawl: PawlProcess }> => {
  const { machine, host } = stage;
  heading(host, 2, 'Signals arrive');
  await signalsArrive(stage);
  heading(host, 3, 'A defect is found, fixed, proven and let out to part of the traffic');
  const cycleId = await fixIsKept(stage);
  heading(host, 4, 'A colleague\'s patch passes every test, and is slow in production');
  await slowPatchIsTakenBack(stage, cycleId);
  heading(host, 5, 'Pawl is killed in the middle of a canary');
  const pawl = await guardReturnsTheTraffic(stage, started);
  heading(host, 6, 'Something that no recipe is for');
  await beyondRecipes(stage);
  heading(host, 7, 'The report');
  const report = await until(stage, 'The report was not written', 30, async () => {
    const { reportKey, improvementIds } = await machine.cycles.get(cycleId);
    return reportKey !== undefined && improvementIds.length >= 2 && machine.blobs.locate(reportKey);
  });
  say(host, report, 'result', { report });
  return { report, pawl };
};
