import * as z from 'zod';
import type { TestJob } from '../../ports/workshop.ts';

/** Where the runner finds things and puts its results: paths as the run sees them. */
export type RunnerPlaces = { readonly results: string; readonly reporter: string; readonly hasVitestCoverage: boolean };

export type RunnerCommand = { readonly argv: readonly string[]; readonly environment: Readonly<Record<string, string>> };

const PackageScripts = z.object({ scripts: z.record(z.string(), z.string()).default({}) });

/**
 * The command that runs the target's tests so that their results can be read by a program.
 * Package managers are not needed: a script of package.json is run as it stands, by the shell.
 */
export function runnerCommand(job: Pick<TestJob, 'command' | 'runner' | 'files' | 'mayShareProcess'>, places: RunnerPlaces): RunnerCommand {
  const argv = forReading(withoutPackageManager(job.command, job.files), job.mayShareProcess === true ? REPORTERS : [...REPORTERS, ...ISOLATION]);
  switch (job.runner) {
    case 'node':
      return {
        argv,
        environment: {
          NODE_OPTIONS: `--import=${places.reporter} --test-reporter=${places.reporter} --test-reporter-destination=stdout --test-reporter=spec --test-reporter-destination=stdout`,
          NODE_V8_COVERAGE: `${places.results}/coverage`,
        },
      };
    case 'vitest':
      return {
        argv: [
          ...argv, ...(argv.some((word) => /\brun\b/.test(word)) ? [] : ['--run']),
          '--reporter=default', '--reporter=json', `--outputFile.json=${places.results}/tests.json`, '--no-cache',
          ...(places.hasVitestCoverage ? ['--coverage.enabled=true', '--coverage.reporter=json', `--coverage.reportsDirectory=${places.results}/istanbul`, '--coverage.thresholds.lines=0', '--coverage.reportOnFailure=true'] : []),
        ],
        environment: {},
      };
    case 'jest':
      return {
        argv: [...argv, '--ci', '--json', `--outputFile=${places.results}/tests.json`, '--coverage', '--coverageReporters=json', `--coverageDirectory=${places.results}/istanbul`, '--coverageThreshold={}', '--cacheDirectory=/tmp/jest'],
        environment: {},
      };
    default:
      return job.runner satisfies never;
  }
}

/** `npm test`, `npm run x`, `npx x` and their like as what they stand for; words after `--` are kept. */
function withoutPackageManager(command: readonly string[], files: TestJob['files']): readonly string[] {
  const [program = '', ...words] = command;
  if (program === 'npx' || program === 'bunx') return words.filter((word) => word !== '--no-install' && word !== '--yes' && word !== '-y');
  if (program !== 'npm' && program !== 'pnpm' && program !== 'yarn') return command;
  const [first = '', second = '', ...rest] = words.filter((word) => word !== '--' && word !== '--silent' && word !== '-s');
  if (first === 'exec') return [second, ...rest];
  const [name, extra] = first === 'run' || first === 'run-script' ? [second, rest] : [first === 't' ? 'test' : first, [second, ...rest].filter((word) => word !== '')];
  const script = scriptsOf(files)[name];
  return script === undefined ? command : ['sh', '-c', `${script} "$@"`, 'sh', ...extra];
}

function scriptsOf(files: TestJob['files']): Readonly<Record<string, string>> {
  try {
    return PackageScripts.parse(JSON.parse(files.get('package.json') ?? '{}')).scripts;
  } catch {
    return {};
  }
}

const REPORTERS = ['test-reporter', 'test-reporter-destination'];
const ISOLATION = ['test-isolation', 'experimental-test-isolation'];

/**
 * Without the given flags and their values: reporters that the target asks for would take the place of the one whose results
 * are read; and tests that share a process with the runner (`--test-isolation=none`) could write its results.
 */
function forReading(argv: readonly string[], unwanted: readonly string[]): string[] {
  const flag = new RegExp(`^--(${unwanted.join('|')})$`);
  const withValue = new RegExp(`--(${unwanted.join('|')})(=|\\s+)\\S+`, 'g');
  return argv.flatMap((word, index) => {
    if (flag.test(argv[index - 1] ?? '')) return [];
    const kept = word.replaceAll(withValue, '').trim();
    return flag.test(word) || (kept === '' && word !== '') ? [] : [kept];
  });
}
