import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { writeNabResults } from '../../lab/detect/nab-results.ts';
import { scoreSeries } from '../../lab/detect/score-series.ts';
import { csvField } from '../../lab/cluster/csv-field.ts';
import { writeWhole } from '../../lab/write-whole.ts';
import { globalOptions, type GlobalOptions } from '../global-options.ts';
import { badRows } from './bad-rows.ts';
import { labHost, runLab } from './lab-run.ts';
import { progressLine } from './progress-line.ts';
import { readLines } from './read-lines.ts';
import { UsageProblem } from './usage-problem.ts';

const MOST_NAMED = 10;

type DetectFlags = { series?: string; nab?: string; out?: string };

export const detectCommand = (): Command =>
  new Command('detect')
    .description('score metrics: how unusual each point is, seen only what came before')
    .option('--series <file>', 'a CSV with columns timestamp,value (times ISO or since 1970; also semicolons, tabs, gzip); - reads standard input')
    .option('--nab <folder>', 'score every CSV below a folder, in the layout of the Numenta benchmark')
    .option('--out <path>', 'where to write: a file for --series (standard output when left out), a folder for --nab')
    .addHelpText('after', '\nA score is between 0 and 1. --series adds the columns anomaly_score and alert (1 where an alert would be raised); rows that\ncannot be read are counted, named and left out.\nExamples:\n  pawl lab detect --series cpu.csv > scored.csv\n  pawl lab detect --nab NAB/data --out results')
    .action((flags: DetectFlags, command: Command) => runLab(async () => {
      const options = globalOptions(command);
      if ((flags.series === undefined) === (flags.nab === undefined)) throw new UsageProblem('Name either a series with --series FILE or a folder with --nab DIR.');
      if (flags.series !== undefined) return detectSeries(flags.series, flags.out, options);
      if (flags.out === undefined) throw new UsageProblem('Name the folder for the results with --out DIR.');
      return detectNab(flags.nab ?? '', flags.out, options);
    }, globalOptions(command)));

const detectSeries = async (file: string, out: string | undefined, options: GlobalOptions): Promise<boolean> => {
  const { lines, progress } = await readLines(file);
  const bar = progressLine(process.stderr);
  const bad = badRows();
  const told = { rows: 0, alerts: 0, backwards: 0 };
  let firstBack = 0;
  async function* rows(): AsyncGenerator<string> {
    if (!options.json) yield 'timestamp,value,anomaly_score,alert\n';
    for await (const row of scoreSeries(lines)) {
      if ('problem' in row) {
        bad.add(row);
        continue;
      }
      told.rows += 1;
      told.alerts += Number(row.alert);
      if (row.isBackwards === true && (told.backwards += 1) === 1) firstBack = row.line;
      const score = Number(row.score.toPrecision(6));
      const { bytes, of } = progress();
      bar.at(bytes, of, `${told.rows} rows, ${told.alerts} alerts`);
      yield options.json ? `${JSON.stringify({ timestamp: row.timestamp, value: Number(row.value), anomalyScore: score, alert: row.alert })}\n` : `${csvField(row.timestamp)},${row.value},${score},${Number(row.alert)}\n`;
    }
  }
  await (out === undefined ? pipeline(Readable.from(rows()), process.stdout, { end: false }) : writeWhole(out, rows()));
  bar.end();
  const host = labHost(options);
  const source = file === '-' ? 'standard input' : file;
  bad.tell(host, source);
  if (told.backwards > 0) host.notify({ code: 'PAWL-LAB-023', level: 'warning', text: `${told.backwards} ${told.backwards === 1 ? 'row' : 'rows'} of ${source} ${told.backwards === 1 ? 'is' : 'are'} dated before the row above (the first in line ${firstBack}): rows are taken as they stand, so sort them by time if that is not their order.`, data: { file: source, backwards: told.backwards } });
  host.notify({ code: 'PAWL-LAB-010', level: 'result', text: `${told.rows} rows of ${source}, ${told.alerts} ${told.alerts === 1 ? 'alert' : 'alerts'}${out === undefined ? '' : `; written to ${out}`}.`, data: { ...told, badRows: bad.count } });
  return told.rows > 0;
};

const detectNab = async (from: string, out: string, options: GlobalOptions): Promise<boolean> => {
  const bar = progressLine(process.stderr);
  const named: string[] = [];
  const written = await writeNabResults({
    from, to: out,
    onFile: ({ file, done, of, problems }) => {
      bar.at(done, of, `${done} of ${of} files, ${file}`);
      for (const problem of problems.slice(0, Math.max(0, MOST_NAMED - named.length))) named.push(`${file} ${problem.replace(/\.$/, '')}`);
    },
  });
  bar.end();
  const host = labHost(options);
  if (written.badRows > 0) host.notify({ code: 'PAWL-LAB-020', level: 'warning', text: `${written.badRows} rows could not be used; they stand in the results with score 0, so that rows stay aligned: ${named.join('; ')}${written.badRows > named.length ? `, and ${written.badRows - named.length} more` : ''}.`, data: { badRows: written.badRows } });
  host.notify({ code: 'PAWL-LAB-011', level: 'result', text: `${written.rows} rows of ${written.files} files scored; the results are in ${out}.`, data: { ...written, out } });
  return written.files > 0;
};
