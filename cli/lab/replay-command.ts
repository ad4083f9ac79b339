import { Command } from 'commander';
import type { ReplayDay } from '../../lab/replay/replay-day.ts';
import { replayHistory } from '../../lab/replay/replay-history.ts';
import { globalOptions } from '../global-options.ts';
import { positiveNumber } from '../number-option.ts';
import { labHost, runLab } from './lab-run.ts';
import { progressLine } from './progress-line.ts';
import { dayLines, totalLine } from '../../lab/replay/replay-lines.ts';

const MOST_NAMED = 10;

export const replayCommand = (): Command =>
  new Command('replay')
    .description('replay a recorded history of a service: what would have been raised, day by day, and how much of it was right')
    .requiredOption('--from <folder>', 'the recording')
    .option('--every <hours>', 'hours between two analyses', positiveNumber, 1)
    .addHelpText('after', `
The folder holds
  *.log, *.jsonl   log lines: {"at", "stream", "message"} a line, or what CloudWatch gives: filter-log-events,
                   get-log-events, logs tail, an export to S3 (*.gz, in folders of its own)
  target.json      limits of the service, when it has others than the usual
  events.jsonl     deployments, throttles, alarms
  metrics.csv      timestamp,metric,value: what the logs do not tell
  incidents.csv    from,to,kind: what really happened; or incidents.jsonl
  source.map       to name places in the source
Everything goes through the same rules as in production, the clock being the recording's.`)
    .action((flags: { from: string; every: number }, command: Command) => runLab(async () => {
      const options = globalOptions(command);
      const bar = progressLine(process.stderr);
      let [days, lines] = [0, 0];
      let last: ReplayDay | undefined;
      let unusable: readonly { readonly file: string; readonly row: number; readonly reason: string }[] = [];
      const named = (rows: typeof unusable): string => rows.slice(0, MOST_NAMED).map(({ file, row, reason }) => `${file} row ${row}: ${reason.replace(/\.$/, '')}`).join('; ');
      for await (const day of replayHistory({ from: flags.from, everyHours: flags.every, onBad: (bad) => { unusable = bad.named; }, onProgress: ({ bytes, ofBytes, lines, at }) => bar.at(bytes, ofBytes, `${lines} lines, ${new Date(at).toISOString().slice(0, 10)}`) })) {
        bar.end();
        process.stdout.write(options.json ? `${JSON.stringify(day)}\n` : `${dayLines(day).join('\n')}\n`);
        days += 1;
        lines += day.lines;
        last = day;
      }
      const host = labHost(options);
      if (last === undefined) {
        host.notify({ code: 'PAWL-LAB-091', level: 'error', text: `${flags.from} holds no line that could be replayed${unusable.length === 0 ? '' : `: ${named(unusable)}`}. \`pawl lab replay --help\` tells what a recording looks like.` });
        return false;
      }
      const { badRows, bad, ignored } = last.total;
      if (badRows > 0) host.notify({ code: 'PAWL-LAB-020', level: 'warning', text: `${badRows} rows could not be used: ${named(bad)}${badRows > MOST_NAMED ? ', …' : ''}.`, data: { badRows } });
      const left = Object.entries(ignored).filter(([, count]) => count > 0).map(([what, count]) => `${what} ${count}`);
      if (left.length > 0) host.notify({ code: 'PAWL-LAB-022', level: ignored.late > 0.01 * lines ? 'warning' : 'info', text: `Lines left out: ${left.join(', ')}.${ignored.late > 0.01 * lines ? ' Late means after the lines of later minutes: the file is not sorted by time, or a clock ran wrong.' : ''}`, data: { ...ignored } });
      host.notify({ code: 'PAWL-LAB-013', level: 'result', text: totalLine(last, days), data: { days, raised: last.total.raised, badRows } });
      return true;
    }, globalOptions(command)));
