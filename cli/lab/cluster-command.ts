import { Command } from 'commander';
import { clusterLog } from '../../lab/cluster/cluster-log.ts';
import { FormatError } from '../../lab/cluster/format-notation.ts';
import { globalOptions } from '../global-options.ts';
import { labHost, runLab } from './lab-run.ts';
import { progressLine } from './progress-line.ts';
import { UsageProblem } from './usage-problem.ts';

const MOST_SHOWN = 3;

type ClusterFlags = { log: string; format?: string; out: string };

export const clusterCommand = (): Command =>
  new Command('cluster')
    .description('group the lines of a log by the template that wrote them')
    .requiredOption('--log <file>', 'the log')
    .option('--format <notation>', "its line header, like '<Date> <Time> <Level> <Component>: <Content>'; found by itself when left out")
    .requiredOption('--out <file>', 'the CSV to write: LineId,EventId,EventTemplate')
    .addHelpText('after', '\nIn a format <Name> is a field, blanks are any white space, the rest is a regular expression; <Content> is the message.')
    .action((flags: ClusterFlags, command: Command) => runLab(async () => {
      const options = globalOptions(command);
      const bar = progressLine(process.stderr);
      const told = await clusterLog({
        log: flags.log,
        ...(flags.format === undefined ? {} : { format: flags.format }),
        out: flags.out,
        onProgress: ({ lines, bytes, ofBytes }) => bar.at(bytes, ofBytes, `${lines} lines`),
      }).catch((error: unknown) => {
        throw error instanceof FormatError ? new UsageProblem(error.message, { cause: error }) : error;
      });
      bar.end();
      const host = labHost(options);
      const { unmatched } = told;
      if (unmatched.count > 0) {
        const shown = unmatched.examples.slice(0, MOST_SHOWN).map(({ line, text }) => `line ${line} (${text.slice(0, 60)})`);
        const which = unmatched.count === told.lines ? 'No line looks' : `${unmatched.count} of ${told.lines} lines do not look`;
        host.notify({ code: 'PAWL-LAB-021', level: 'warning', text: `${which} like the format; they were grouped as a whole: ${shown.join(', ')}${unmatched.count > shown.length ? ', …' : ''}.`, data: { unmatched: unmatched.count } });
      }
      host.notify({ code: 'PAWL-LAB-012', level: 'result', text: `${told.lines} lines, ${told.groups} templates, ${Math.round(told.linesPerSecond)} lines a second; written to ${flags.out}.`, data: { lines: told.lines, templates: told.groups, linesPerSecond: Math.round(told.linesPerSecond), out: flags.out } });
      return told.lines > 0;
    }, globalOptions(command)));
