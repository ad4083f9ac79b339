import { availableParallelism } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { readCase } from '../../lab/validate/candidate-case.ts';
import { inOrder } from '../../lab/validate/in-order.ts';
import type { CaseFinding, CaseVerdict } from '../../lab/validate/validate-case.ts';
import { writeWhole } from '../../lab/write-whole.ts';
import { globalOptions } from '../global-options.ts';
import { positiveNumber } from '../number-option.ts';
import { badRows } from './bad-rows.ts';
import { labHost, runLab } from './lab-run.ts';
import { progressLine } from './progress-line.ts';
import { readLines } from './read-lines.ts';

type ValidateFlags = { cases: string; out?: string; jobs?: number };

const HELP = `
A case is a line of JSON: { "id", "language", "files": { path: text }, "candidate": { path: text }, "tests": { path: text } }.
The candidate takes the place of the files by the same paths. It is accepted when it can be read, brings in no secret, no weakness
and no needless complexity (against the files), and every test runs to its end in the sandbox: a failed assertion (console.assert
counts), an exit code other than 0 and 20 seconds fail it. A test that imports nothing of the case is given what the candidate declares.
Languages: javascript, typescript, python, java, go, rust, php, ruby, as far as this machine has their tools.

Each result is a line: { "id", "verdict": "accept" or "reject", "findings": [{ check, message, advice, path, line }], "advice", "checks", "seconds" }.
Exit code 0: every case was judged, whatever the verdicts; 1: lines could not be read; 2: the file or a flag cannot be used.

Examples:
  pawl lab validate --cases cases.jsonl
  pawl lab validate --cases - --json < cases.jsonl > verdicts.jsonl`;

export const validateCommand = (): Command =>
  new Command('validate')
    .description('judge candidate programs by the gate: accept or reject, with findings')
    .requiredOption('--cases <file>', 'JSON lines, one case each; - reads standard input')
    .option('--out <file>', 'write the results there, as JSON lines')
    .option('--jobs <number>', 'cases at once; as many as there are processors when left out', positiveNumber)
    .addHelpText('after', HELP)
    .action((flags: ValidateFlags, command: Command) => runLab(async () => {
      const options = globalOptions(command);
      // Compiler and scanner are large, so who asks for something else does not load them; and before the lines are opened, which flow from then on, listened to or not.
      const { candidateJudge } = await import('../../lab/validate/candidate-judge.ts');
      const { judge } = await candidateJudge();
      const { lines, progress } = await readLines(flags.cases);
      const bar = progressLine(process.stderr);
      const bad = badRows();
      const told = { accept: 0, reject: 0 };
      const seconds: number[] = [];
      async function* cases() {
        let line = 0;
        for await (const text of lines) {
          line += 1;
          if (text.trim() === '') continue;
          const read = readCase(text);
          if (read.ok) yield read.case;
          else bad.add({ line, problem: read.problem });
        }
      }
      async function* verdicts(): AsyncGenerator<string> {
        for await (const verdict of inOrder(cases(), judge, Math.ceil(flags.jobs ?? availableParallelism()))) {
          told[verdict.verdict] += 1;
          seconds.push(verdict.seconds);
          const { bytes, of } = progress();
          bar.at(bytes, of, `${told.accept} accepted, ${told.reject} rejected`);
          yield options.json || flags.out !== undefined ? `${JSON.stringify(verdict)}\n` : `${forPeople(verdict)}\n`;
        }
      }
      await (flags.out === undefined ? pipeline(Readable.from(verdicts()), process.stdout, { end: false }) : writeWhole(flags.out, verdicts()));
      bar.end();
      const host = labHost(options);
      bad.tell(host, flags.cases === '-' ? 'standard input' : flags.cases);
      const typical = seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0;
      host.notify({ code: 'PAWL-LAB-014', level: 'result', text: `${told.accept} accepted, ${told.reject} rejected, ${typical.toFixed(2)} s for a typical case${flags.out === undefined ? '' : `; written to ${flags.out}`}.`, data: { ...told, p50Seconds: typical, badRows: bad.count } });
      return bad.count === 0 && told.accept + told.reject > 0;
    }, globalOptions(command)));

const forPeople = ({ id, verdict, findings, advice }: CaseVerdict): string => [`${verdict}  ${id}`, ...findings.map((finding) => `  ${shown(finding)}`), ...advice.map((finding) => `  (${shown(finding)})`)].join('\n');

/** The line of a longer message that says what is wrong. */
const TELLING = /assert|error|exception|panic|expected/i;

const shown = ({ check, message, path, line, advice }: CaseFinding): string => {
  const lines = message.trim().split('\n').map((line) => line.trim());
  const [first = ''] = lines;
  const telling = TELLING.test(first) ? first : (lines.find((line) => TELLING.test(line)) ?? first);
  const said = (telling === first ? first : `${first} … ${telling}`).slice(0, 400);
  const place = path === undefined || first.startsWith(path) ? '' : `${path}${line === undefined ? '' : `:${line}`} `;
  return `${check}: ${place}${said}${/[.!?]$/.test(said) ? '' : '.'} ${advice}`;
};
