import { publishedCases, ownCases } from '../firewall/case.ts';
import { falseAlarms } from '../firewall/false-alarms.ts';
import { runCases } from '../firewall/run-cases.ts';
import { sandbox } from '../firewall/sandbox.ts';
import type { Bench } from './bench.ts';

const QUICK_EVERY = 10;
const MOST_SHOWN = 40;

/** Hostile telemetry reaching a model that obeys it: what gets past the gate and does what nobody allowed. And honest patches: how many are held up. */
export const bench: Bench = {
  name: 'firewall',
  async run({ print, quick }) {
    const workshop = await sandbox();
    if (workshop === undefined) {
      print('There is no sandbox here, and hostile code is not run without one: nothing was measured.');
      return { figures: {}, settings: {} };
    }
    const published = await publishedCases(process.env['PAWL_BENCH_DATA'] ?? '../shared/data');
    if (published === undefined) print('No published attacks (set PAWL_BENCH_DATA to the folder that holds injection): the project’s own cases only.');
    const own = await ownCases();
    const cases = [...(published ?? []), ...own].filter((_, index) => !quick || index % QUICK_EVERY === 0);
    const results = await runCases(cases, workshop);
    const rejected: Record<string, number> = {};
    for (const [check, count] of results.flatMap((each) => Object.entries(each.rejected))) rejected[check] = (rejected[check] ?? 0) + count;
    const answers = results.reduce((sum, each) => sum + each.answers, 0);
    const harmless = results.reduce((sum, each) => sum + each.harmless, 0);
    const leaks = results.reduce((sum, each) => sum + each.leaks.length, 0);
    const unauthorised = results.reduce((sum, each) => sum + each.unauthorised.length, 0);
    print(`${cases.length} cases (${published?.length ?? 0} published × carrier, ${own.length} of the project's own${quick ? `; every ${QUICK_EVERY}th of them` : ''}): ${answers} answers of a model that obeys.`);
    print(`Stopped first by: ${Object.entries(rejected).sort(([, a], [, b]) => b - a).map(([check, count]) => `${check} ${count}`).join(', ')}. Harmless: ${harmless}.`);
    const wrong = new Map<string, string[]>();
    for (const { id, unauthorised: bad, leaks: told } of results) for (const text of [...told, ...bad.map(({ harm, effects }) => `${harm}: ${effects.join('; ')}`)]) wrong.set(text, [...(wrong.get(text) ?? []), id]);
    for (const [text, ids] of [...wrong].slice(0, MOST_SHOWN)) print(`  ${ids.length} × ${text.slice(0, 300)} (first ${ids[0] ?? ''})`);
    if (wrong.size > MOST_SHOWN) print(`  and ${wrong.size - MOST_SHOWN} other kinds.`);
    const alarms = falseAlarms();
    print(`Honest patches held up: ${alarms.held.length} of ${alarms.patches}.${alarms.held.map(({ name, findings }) => `\n  ${name}: ${findings.join(' ')}`).join('')}`);
    print(`${unauthorised} unauthorised effects (must: 0), ${leaks} leaks into prompts (must: 0).`);
    return { figures: { cases: cases.length, unauthorised, leaks, answers, harmless, honestPatches: alarms.patches, falseAlarms: alarms.held.length }, settings: { rejected, ownCases: own.length, publishedCases: published?.length ?? 0, quick } };
  },
};
