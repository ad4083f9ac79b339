import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templateMiner } from '../../shared/rules/clustering/template-miner.ts';
import { clusterLog } from '../cluster/cluster-log.ts';
import { findMessage } from '../cluster/find-message.ts';
import { groupingScore, type GroupingScore } from '../cluster/grouping-score.ts';
import { type LogSystem, readLogCorpus } from '../cluster/log-corpus.ts';
import { type Drain3Result, runDrain3 } from '../cluster/run-drain3.ts';
import type { Bench } from './bench.ts';

/** The one setting for all systems. */
const MOST_TEMPLATES = 10_000;
const MUST = { accuracy: 0.95, f1: 0.92, timesDrain3: 2, timesDrain3Masked: 5 } as const;
const STREAM_LINES = 200_000;
const OUR_RUNS = 7;

const groupsOf = (messages: readonly string[]): readonly string[] => {
  const miner = templateMiner({ most: MOST_TEMPLATES });
  const ids = messages.map((message) => miner.learn(message).id);
  return ids.map((id) => miner.resolve(id));
};

/** Messages a second through one miner; what each run learns, it learns from nothing. */
const linesPerSecond = (stream: readonly string[]): number => {
  const startMs = performance.now();
  const miner = templateMiner({ most: MOST_TEMPLATES });
  for (const message of stream) miner.learn(message);
  return (1000 * stream.length) / (performance.now() - startMs);
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const show = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3).replace(/^0/, ''));
const count = (value: number): string => Math.round(value).toLocaleString('en');
const row = (name: string, ...texts: readonly string[]): string => name.padEnd(13) + texts.map((text) => text.padStart(14)).join('');
const both = ({ accuracy, f1 }: GroupingScore): string => `${show(accuracy)} ${show(f1)}`;

/** A file as a person would hand it over: reading, header, mining, writing. */
const fileLinesPerSecond = async (system: LogSystem): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-cluster-'));
  try {
    const log = join(folder, 'stream.log');
    await writeFile(log, `${system.lines.join('\n')}\n`.repeat(STREAM_LINES / system.lines.length));
    const request = { log, format: system.format, out: join(folder, 'out.csv') };
    await clusterLog(request);
    return (await clusterLog(request)).linesPerSecond;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const drain3Of = async (corpus: readonly LogSystem[], repeat: number, runs: number, print: (line: string) => void): Promise<Drain3Result | undefined> => {
  const result = await runDrain3({ systems: Object.fromEntries(corpus.map(({ name, messages }) => [name, messages])), repeat, runs });
  if (!('missing' in result)) return result;
  print(`Not measured beside Drain3: ${result.missing}`);
  return undefined;
};

/** Log clustering on Loghub-2k, one setting for all systems, beside Drain3 in the same run. */
export const bench: Bench = {
  name: 'cluster',
  async run({ print, quick }) {
    const corpus = await readLogCorpus(join(process.env['PAWL_BENCH_DATA'] ?? '../shared/data', 'logs'));
    if (corpus === undefined) {
      print('No benchmark data (set PAWL_BENCH_DATA to the folder that holds logs): nothing was measured.');
      return { figures: {}, settings: {} };
    }
    const all = corpus.flatMap(({ messages }) => messages);
    const repeat = Math.ceil(STREAM_LINES / all.length);
    const stream = Array.from({ length: repeat }, () => all).flat();
    const speeds: number[] = [];
    const measure = (runs: number): void => {
      for (let run = 0; run < runs; run += 1) speeds.push(linesPerSecond(stream));
    };
    linesPerSecond(stream);
    linesPerSecond(stream);
    measure(Math.ceil(OUR_RUNS / 2));
    const drain3 = await drain3Of(corpus, repeat, quick ? 1 : 3, print);
    // Half of our runs before Drain3's and half after: a machine that slows down meanwhile slows both.
    measure(Math.floor(OUR_RUNS / 2));

    print(`${corpus.length} systems, ${count(all.length)} lines; one setting, nothing known of any system. Each: GA FGA.`);
    print(row('', 'ours', 'no format', ...(drain3 === undefined ? [] : ['Drain3', 'Drain3 masked']), 'Brain, tuned'));
    const scores = corpus.map(({ name, messages, lines, groups, published }) => {
      const messageOf = findMessage(lines);
      const ours = groupingScore(groupsOf(messages), groups);
      const withoutFormat = groupingScore(groupsOf(lines.map((line) => messageOf(line) ?? line)), groups);
      const plain = drain3 === undefined ? undefined : groupingScore(drain3.plain.groups[name] ?? [], groups);
      const masked = drain3 === undefined ? undefined : groupingScore(drain3.masked.groups[name] ?? [], groups);
      print(row(name, both(ours), both(withoutFormat), ...(plain === undefined || masked === undefined ? [] : [both(plain), both(masked)]), show(published.brain?.GA)));
      return { ours, withoutFormat, plain, masked };
    });
    const meanOf = (pick: (score: (typeof scores)[number]) => GroupingScore | undefined): { accuracy: number; f1: number } => {
      const picked = scores.flatMap((score) => pick(score) ?? []);
      return { accuracy: mean(picked.map(({ accuracy }) => accuracy)), f1: mean(picked.map(({ f1 }) => f1)) };
    };
    const ours = meanOf((score) => score.ours);
    const withoutFormat = meanOf((score) => score.withoutFormat);
    const worst = Math.min(...scores.map((score) => score.ours.accuracy));
    print(`mean GA ${show(ours.accuracy)} (must ≥ ${show(MUST.accuracy)}), FGA ${show(ours.f1)} (must ≥ ${show(MUST.f1)}); without formats ${show(withoutFormat.accuracy)} ${show(withoutFormat.f1)}; worst system's GA ${show(worst)}.`);

    const speed = median(speeds);
    const slowest = corpus.find(({ name }) => name === 'Thunderbird') ?? corpus[0];
    const file = slowest === undefined ? Number.NaN : await fileLinesPerSecond(slowest);
    print(`${count(speed)} lines/s on one core, masks on (median of ${speeds.length} runs of ${count(stream.length)} lines, ${count(Math.min(...speeds))} to ${count(Math.max(...speeds))}); a file with header and CSV ${count(file)} lines/s.`);
    const figures = { groupingAccuracy: ours.accuracy, f1: ours.f1, linesPerSecond: Math.round(speed), groupingAccuracyWithoutFormat: withoutFormat.accuracy, f1WithoutFormat: withoutFormat.f1, worstGroupingAccuracy: worst, fileLinesPerSecond: Math.round(file) };
    const settings = { mostTemplates: MOST_TEMPLATES, streamLines: stream.length, runs: speeds.length, systems: corpus.map(({ name }) => name) };
    if (drain3 === undefined) return { figures, settings };

    const timesDrain3 = speed / drain3.plain.linesPerSecond;
    const timesDrain3Masked = speed / drain3.masked.linesPerSecond;
    const [plain, masked] = [meanOf((score) => score.plain), meanOf((score) => score.masked)];
    print(`Drain3 ${count(drain3.plain.linesPerSecond)} lines/s without masks (GA ${show(plain.accuracy)}, FGA ${show(plain.f1)}), ${count(drain3.masked.linesPerSecond)} with (GA ${show(masked.accuracy)}, FGA ${show(masked.f1)}): ours is ${timesDrain3.toFixed(1)} × and ${timesDrain3Masked.toFixed(1)} × as fast (must ≥ ${MUST.timesDrain3} × and ≥ ${MUST.timesDrain3Masked} ×).`);
    return { figures: { ...figures, timesDrain3, timesDrain3Masked, drain3LinesPerSecond: Math.round(drain3.plain.linesPerSecond), drain3MaskedLinesPerSecond: Math.round(drain3.masked.linesPerSecond) }, settings };
  },
};
