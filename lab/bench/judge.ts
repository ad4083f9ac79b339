import { PHI_FLOOR, JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { calibrations } from '../judge/calibrate.ts';
import { falseRollbacks } from '../judge/false-rollbacks.ts';
import type { GridRow } from '../judge/grid-rows.ts';
import { GRID_ROWS, STABLE_FAILURES, TICK_ROWS, trafficOfRow } from '../judge/grid-rows.ts';
import { compareWithPublishedCases } from '../judge/published-cases.ts';
import { seededRandom } from '../judge/random.ts';
import { mannWhitneyRule, seriesOf, windowRule } from '../judge/rivals.ts';
import type { CellResult } from '../judge/run-cell.ts';
import { runCell } from '../judge/run-cell.ts';
import { minutesPerSecond } from '../judge/throughput.ts';
import type { NoiseName } from '../judge/traffic.ts';
import { NOISE } from '../judge/traffic.ts';

interface BenchIo {
  print(line: string): void;
  readonly quick: boolean;
}
interface BenchResult {
  readonly figures: Record<string, number>;
  readonly settings: Record<string, unknown>;
}

const SEED = 20_260_731;
const NOISES = ['clean', 'nuisance', 'harsh'] as const satisfies readonly NoiseName[];
const MUST_FALSE_ROLLBACK = 1;

const cells = (...widths: readonly number[]) => (...texts: readonly string[]): string =>
  texts.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join('  ').trimEnd();
const shown = ({ percent, medianMinute }: CellResult): string => `${percent.toFixed(1)} %${medianMinute === null ? '' : ` at ${medianMinute}`}`;

/** A must that is missed by less than this many standard errors of the simulation still is missed: no allowance is made. */
const isMet = (row: GridRow, noise: NoiseName, percent: number): boolean | undefined => {
  const must = row.must?.percent[noise];
  if (row.must === undefined || must === undefined) return undefined;
  return row.must.side === 'at least' ? percent >= must : percent <= must;
};

function settingsOfRow(row: GridRow, differing: Partial<JudgeSettings> = {}): JudgeSettings {
  return { ...JudgeSettings.parse({ margin: row.margin, claim: row.claim, weights: row.weights }), ...differing };
}

/** Runs one row in one noise with both calibrations. */
function runRow(row: GridRow, noise: NoiseName, runs: number, differing: Partial<JudgeSettings> = {}): { replays: CellResult; shipped: CellResult } {
  const traffic = trafficOfRow(row, noise);
  const settings = settingsOfRow(row, differing);
  const { replays, shipped } = calibrations(SEED, traffic, settings, row.minutes);
  const cell = (phis: readonly JudgeSettings['phi'][]): CellResult =>
    runCell(traffic, settings, { seed: SEED + 10_000, runs, minutes: row.minutes, counted: row.counted, phis });
  return { replays: cell(replays), shipped: cell(shipped) };
}

function benchFalseRollbacks(io: BenchIo, runs: number): { worst: number; worstShipped: number; cellsMissed: number } {
  const line = cells(10, 8, 16, 16, 16);
  io.print(`Identical versions, watched for 2 h at a margin of 5 %: rolled back, percent of ${runs} runs (φ from 200 A/A replays · φ as shipped: a day of environment splits and one A/A release, 20 targets). Must: ≤ ${MUST_FALSE_ROLLBACK} %.`);
  io.print(line('noise', 'rpm', '10 %', '50 %', '10 → 50 %'));
  let worst = 0;
  let worstShipped = 0;
  let cellsMissed = 0;
  let row: string[] = [];
  for (const cell of falseRollbacks({ seed: SEED, runs })) {
    worst = Math.max(worst, cell.percent);
    worstShipped = Math.max(worstShipped, cell.percentShipped);
    if (cell.percent > MUST_FALSE_ROLLBACK) cellsMissed += 1;
    if (row.length === 0) row = [cell.noise, String(cell.requestsPerMinute)];
    row.push(`${cell.percent.toFixed(2)} · ${cell.percentShipped.toFixed(2)}`);
    if (row.length === 5) {
      io.print(line(...row));
      row = [];
    }
  }
  io.print(`worst cell ${worst.toFixed(2)} % (known good ≤ .28 %), as shipped ${worstShipped.toFixed(2)} %: ${cellsMissed === 0 ? 'met' : `MISSED in ${cellsMissed} cells`}`);
  io.print('');
  return { worst, worstShipped, cellsMissed };
}

function benchRows(io: BenchIo, runs: number): { figures: Record<string, number>; missed: string[] } {
  const line = cells(48, 20, 20, 20, 26, 24);
  const figures: Record<string, number> = {};
  const missed: string[] = [];
  io.print(`The grid, ${runs} runs a cell: percent that ended so, at the median minute (5 of burn-in included).`);
  io.print(line('', 'clean', 'nuisance', 'harsh', 'must', 'known good'));
  for (const row of GRID_ROWS) {
    const results = NOISES.map((noise) => ({ noise, ...runRow(row, noise, runs) }));
    const verdicts = results.map(({ noise, replays }) => ({ noise, percent: replays.percent, met: isMet(row, noise, replays.percent) }));
    const judged = verdicts.filter(({ met }) => met !== undefined);
    const bad = judged.filter(({ met }) => met === false);
    missed.push(...bad.map(({ noise }) => `${row.name} (${noise})`));
    const limits = [...new Set(Object.values(row.must?.percent ?? {}))].join(' · ');
    const must = row.must === undefined ? '' : `${row.must.side} ${limits} %: ${bad.length === 0 ? 'met' : `MISSED (${bad.map(({ noise }) => noise).join(', ')})`}`;
    io.print(line(row.name, ...results.map(({ replays }) => shown(replays)), must, row.knownGood));
    io.print(line('   as shipped', ...results.map(({ shipped }) => shown(shipped))));
    if (row.figure === undefined) continue;
    const worst = row.must?.side === 'at least' ? Math.min : Math.max;
    figures[row.figure] = worst(...judged.map(({ percent }) => percent), ...[figures[row.figure]].filter((each) => each !== undefined));
  }
  io.print('');
  return { figures, missed };
}

function benchTicks(io: BenchIo, runs: number): void {
  const line = cells(48, 28, 28, 24);
  io.print('One-second ticks: 200 requests a second, weight .2 → .5, burn-in 3 s; percent that ended so within 120 s, at the median second (95th percentile).');
  io.print(line('', 'clean', 'nuisance', 'known good'));
  for (const row of TICK_ROWS) {
    const texts = (['clean', 'nuisance'] as const).map((noise) => {
      const { replays } = runRow(row, noise, runs, { burnInMinutes: 3, windowMinutes: 120 });
      return `${shown(replays)}${replays.p95Minute === null ? '' : ` (${replays.p95Minute})`}`;
    });
    io.print(line(row.name, ...texts, row.knownGood));
  }
  io.print('');
}

function benchRivals(io: BenchIo, runs: number): Record<string, number> {
  const line = cells(30, 12, 18, 22, 14);
  io.print(`Rivals on the same traffic, 600 rpm, 10 %, one hour, ${runs} runs: rolled back.`);
  io.print(line('', 'noise', '10 % worse window', 'Mann-Whitney 98 %', 'this judge'));
  const base = GRID_ROWS[0];
  if (base === undefined) return {};
  const situations = [
    { name: 'identical', canaryLatency: 1, canaryFailures: STABLE_FAILURES },
    { name: 'p95 +20 %', canaryLatency: 1.2, canaryFailures: STABLE_FAILURES },
    { name: 'errors .1 → 1 %', canaryLatency: 1, canaryFailures: 0.01 },
  ];
  let windowFalse = 0;
  let mannWhitneyFalse = 0;
  for (const { name, ...situation } of situations) {
    for (const noise of NOISES) {
      const row = { ...base, ...situation };
      const traffic = trafficOfRow(row, noise);
      let byWindow = 0;
      let byMannWhitney = 0;
      for (let i = 0; i < runs; i += 1) {
        const series = seriesOf(seededRandom(SEED + 50_000 + i), traffic, { minutes: 60, burnInMinutes: 5, weight: 0.1 });
        if (windowRule(series)) byWindow += 1;
        if (mannWhitneyRule(series)) byMannWhitney += 1;
      }
      const { replays } = runRow(row, noise, runs, { promotionEvidence: 1e300 });
      if (name === 'identical') {
        windowFalse = Math.max(windowFalse, (100 * byWindow) / runs);
        mannWhitneyFalse = Math.max(mannWhitneyFalse, (100 * byMannWhitney) / runs);
      }
      io.print(line(name, noise, `${((100 * byWindow) / runs).toFixed(1)} %`, `${((100 * byMannWhitney) / runs).toFixed(1)} %`, `${replays.percent.toFixed(1)} %`));
    }
  }
  io.print('');
  return { falseRollbackWindowRule: windowFalse, falseRollbackMannWhitney: mannWhitneyFalse };
}

async function benchPublishedCases(io: BenchIo): Promise<Record<string, number>> {
  const result = await compareWithPublishedCases(process.env['PAWL_BENCH_DATA'] ?? '../shared/data');
  if (result === null) {
    io.print('Published Mann-Whitney cases: no data folder (set PAWL_BENCH_DATA); the rival above is unchecked in this run.');
    return {};
  }
  io.print(`The Mann-Whitney rival gives the published class in ${result.passed} of ${result.cases} cases${result.differing.length === 0 ? '' : `; not in ${result.differing.join(', ')}`}.`);
  for (const line of result.ours) io.print(line);
  io.print('');
  return { publishedCasesPassed: result.passed, publishedCases: result.cases };
}

/** Prints the judge's grid with every must met or not, what the product's own calibration gives beside it, and the rivals. */
async function run(io: BenchIo): Promise<BenchResult> {
  const runs = io.quick ? { identical: 200, row: 300, rival: 100 } : { identical: 1000, row: 2000, rival: 300 };
  const identical = benchFalseRollbacks(io, runs.identical);
  const grid = benchRows(io, runs.row);
  benchTicks(io, runs.row);
  const rivals = benchRivals(io, runs.rival);
  const published = await benchPublishedCases(io);
  const speed = minutesPerSecond(io.quick ? 110_000 : 1_100_000);
  io.print(`${speed.toLocaleString('en')} minutes judged per second on one core, evidence and sentence included (must: ≥ 100,000).`);
  const missed = [...grid.missed, ...(identical.cellsMissed > 0 ? ['false rollbacks'] : []), ...(speed < 100_000 ? ['minutes per second'] : [])];
  io.print(missed.length === 0 ? 'Every must is met.' : `Missed: ${missed.join('; ')}.`);
  return {
    figures: { falseRollbackWorst: identical.worst, ...grid.figures, minutesPerSecond: speed, falseRollbackWorstShipped: identical.worstShipped, ...rivals, ...published, mustsMissed: missed.length },
    settings: { seed: SEED, runs, phiFloor: PHI_FLOOR, noise: NOISE, stableFailures: STABLE_FAILURES, unit: 'percent of runs' },
  };
}

export const bench = { name: 'judge', run };
