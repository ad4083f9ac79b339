import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDefects } from '../../examples/orders/build-repository.ts';
import { unifiedDiff } from '../../shared/rules/gate/unified-diff.ts';
import { pawlLoop } from '../../local/machine/pawl-loop.ts';
import { startMachine, stopMachine } from '../../local/machine/start-machine.ts';
import { stateFolder } from '../../local/machine/state-folder.ts';
import { loadConfig } from '../../local/settings/load-config.ts';
import { buildOrdersWorld } from '../../local/story/orders-world.ts';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Bench } from './bench.ts';

const SIGNALS_SECONDS = 25;
const SETTLE_SECONDS = 300;
const RUNS_WITHOUT_DEFECT = 3;
const RATE_PER_SECOND = 120;

/** Defects that only rare answers of an upstream bring out are made common enough to be judged within minutes. */
const UPSTREAM_FLAGS: Readonly<Record<string, readonly string[]>> = { timeout: ['--stall-rate', '0.02'], 'recurring-exception': ['--missing-rate', '0.05'] };

type Run = { readonly opportunities: readonly Opportunity[]; readonly improvements: readonly Improvement[]; readonly warnings: readonly string[] };

/** One cycle on the example service with these defects, from an empty machine to the settled improvements. */
const runOnce = async (defects: readonly string[], upstreamFlags: readonly string[]): Promise<Run> => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-defects-'));
  const state = stateFolder(join(folder, 'state'));
  const host = createRecordingHost();
  try {
    const { configFile } = await buildOrdersWorld({ folder, defects, upstreamFlags, ratePerSecond: RATE_PER_SECOND, settings: { monitoringDurationSeconds: 120, monitoringExtensionSeconds: 120 } });
    const loaded = loadConfig(configFile, process.env);
    if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
    const machine = await startMachine(loaded.config, state, host);
    const loop = pawlLoop(machine, { configFile, host, selfStarting: false });
    const stop = new AbortController();
    const running = loop.run(stop.signal);
    await machine.clock.sleep(SIGNALS_SECONDS * 1000);
    const started = await startCycle(loop.commands, { trigger: 'command', cause: `defects bench at ${machine.clock.now()}`, maxImprovements: 1 });
    if (started.ok) await Promise.race([loop.runner.finished(started.cycleId), machine.clock.sleep(SETTLE_SECONDS * 1000)]);
    const improvements = await machine.improvements.list(20);
    const opportunities = (await machine.opportunities.list('orders')).sort((a, b) => b.impactScore - a.impactScore);
    stop.abort();
    await running;
    machine.close();
    return { opportunities, improvements, warnings: host.messages.filter(({ level }) => level === 'warning' || level === 'error').map(({ text }) => text) };
  } finally {
    await stopMachine(state);
    rmSync(folder, { recursive: true, force: true });
  }
};

const shift = ({ outcome }: Improvement): string => {
  if (!outcome) return 'not measured';
  const { stable, candidate } = outcome;
  return `p95 ${Math.round(stable.latencyP95Ms ?? 0)} → ${Math.round(candidate.latencyP95Ms ?? 0)} ms, failures ${(100 * stable.failureRate).toFixed(2)} → ${(100 * candidate.failureRate).toFixed(2)} %`;
};

/** Each planted defect on its own, and the service without any: found, fixed, gain shown; nothing proposed where nothing is wrong. */
export const bench: Bench = {
  name: 'defects',
  run: async ({ print, quick }) => {
    const figures = { found: 0, fixed: 0, falseRemedies: 0 };
    const kinds = Object.keys(await readDefects());
    for (const kind of kinds) {
      const { opportunities, improvements, warnings } = await runOnce([kind], UPSTREAM_FLAGS[kind] ?? []);
      const [improvement] = improvements;
      if (improvement?.remedy) figures.found += 1;
      if (improvement?.state === 'promoted') figures.fixed += 1;
      print(`${kind}: ${improvement ? `${improvement.title}: ${improvement.state}; ${shift(improvement)}` : 'nothing was taken up'}`);
      for (const { kind: found, impactScore, confidence, gainPercent, gainInterval } of opportunities) print(`    seen: ${found}, score ${Math.round(impactScore)}, confidence ${confidence.toFixed(2)}, gain ${gainPercent} %${gainInterval === undefined ? '' : ` (${gainInterval.low} to ${gainInterval.high})`}`);
      if (improvement?.state !== 'promoted') print(`    ${improvement?.ending?.reason ?? improvement?.reason ?? ''}`);
      if (improvement?.remedy) for (const line of unifiedDiff(improvement.remedy.files).split('\n')) print(`    ${line}`);
      for (const warning of warnings.slice(0, 5)) print(`    warning: ${warning}`);
    }
    for (let run = 1; run <= (quick ? 1 : RUNS_WITHOUT_DEFECT); run += 1) {
      const { opportunities, improvements } = await runOnce([], []);
      const remedies = improvements.filter(({ remedy }) => remedy !== undefined);
      figures.falseRemedies += remedies.length;
      print(`no defect, run ${run}: ${remedies.length} remedies; seen: ${opportunities.map(({ kind, impactScore, title }) => `${kind} (${Math.round(impactScore)}: ${title})`).join(', ') || 'nothing'}; ${improvements.map(({ state, reason }) => `${state}: ${reason ?? ''}`).join('; ')}`);
    }
    print(`${figures.found} of ${kinds.length} found, ${figures.fixed} fixed; ${figures.falseRemedies} remedies where nothing was wrong.`);
    return { figures, settings: { ratePerSecond: RATE_PER_SECOND, signalsSeconds: SIGNALS_SECONDS, upstreamFlags: UPSTREAM_FLAGS } };
  },
};
