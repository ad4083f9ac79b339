import { Command } from 'commander';
import type { ScanFinding } from '../../lab/scan/scan-file.ts';
import { scanFolder } from '../../lab/scan/scan-folder.ts';
import { toSarif } from '../../lab/scan/sarif.ts';
import { writeWhole } from '../../lab/write-whole.ts';
import { globalOptions } from '../global-options.ts';
import { labHost, runLab } from './lab-run.ts';
import { progressLine } from './progress-line.ts';
import { UsageProblem } from './usage-problem.ts';

const MOST_NAMED = 10;

type ScanFlags = { sarif?: string; out?: string };

export const scanCommand = (): Command =>
  new Command('scan')
    .description('look through a code base: weaknesses by the rules of the gate, and functions that are too complex')
    .argument('<folder>', 'the code base: JavaScript and TypeScript, without what git ignores, what was installed, built or minified')
    .option('--sarif <file>', 'also write SARIF 2.1.0, as code hosts and editors read it')
    .option('--out <file>', 'write the findings as lines of JSON into a file instead of printing them')
    .addHelpText('after', `
Each finding names its place, the rule, the way of the input, and what to write instead; with --json as a line of JSON.
Only what happens within one file is seen; in tests only credentials are looked for.
Exit codes: 0 nothing found, 1 something found, 2 wrong flags or no such folder, 130 interrupted.`)
    .action((folder: string, flags: ScanFlags, command: Command) => runLab(async () => {
      const options = globalOptions(command);
      if (flags.out !== undefined && flags.out === flags.sarif) throw new UsageProblem('Name two files: --out and --sarif would write over each other.');
      const bar = progressLine(process.stderr);
      const found: ScanFinding[] = [];
      const left: string[] = [];
      let files = 0;
      for await (const file of scanFolder(folder)) {
        bar.at(file.done, file.of, `${file.done} of ${file.of} files, ${found.length} findings`);
        if ('problem' in file) {
          left.push(`${file.path} ${file.problem}`);
          continue;
        }
        files += 1;
        found.push(...file.findings);
        if (flags.out !== undefined || file.findings.length === 0) continue;
        bar.end();
        process.stdout.write(file.findings.map((finding) => (options.json ? `${JSON.stringify(finding)}\n` : asText(finding))).join(''));
      }
      bar.end();
      if (flags.out !== undefined) await writeWhole(flags.out, found.map((finding) => `${JSON.stringify(finding)}\n`));
      if (flags.sarif !== undefined) await writeWhole(flags.sarif, [`${JSON.stringify(toSarif(found), null, 2)}\n`]);
      const host = labHost(options);
      if (left.length > 0) host.notify({ code: 'PAWL-LAB-024', level: 'warning', text: `${left.length} ${left.length === 1 ? 'file was' : 'files were'} left out: ${left.slice(0, MOST_NAMED).join('; ')}${left.length > MOST_NAMED ? `, and ${left.length - MOST_NAMED} more` : ''}.`, data: { left: left.length } });
      const complex = found.filter((finding) => finding.class === 'complexity').length;
      const written = [flags.out, flags.sarif].filter((file) => file !== undefined);
      host.notify({ code: 'PAWL-LAB-014', level: 'result', text: `${files} ${files === 1 ? 'file' : 'files'}: ${found.length - complex} ${found.length - complex === 1 ? 'weakness' : 'weaknesses'}, ${complex} complex ${complex === 1 ? 'function' : 'functions'}${written.length === 0 ? '' : `; written to ${written.join(' and ')}`}.`, data: { files, weaknesses: found.length - complex, complex, left: left.length } });
      return found.length === 0;
    }, globalOptions(command)));

const asText = ({ path, line, rule, message, advice, trace }: ScanFinding): string => `${path}:${line} ${rule}: ${message}\n${trace.map((step) => `    ${step}\n`).join('')}    ${advice}\n`;
