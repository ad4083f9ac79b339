/**
 * What `npm test` runs, step by step, each with its time: `node scripts/test.ts [step …]`; `--quick` for lint, types and unit tests only.
 * Ends with the first step that fails, and with its exit code.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COVERAGE_WANTED_PERCENT = 90;

type Step = { readonly name: string; readonly quick: boolean; readonly command: readonly string[]; readonly after?: () => string | undefined };

const tool = (path: string, ...flags: string[]): readonly string[] => [process.execPath, `node_modules/${path}`, ...flags];
const tests = (...flags: string[]): readonly string[] => tool('vitest/vitest.mjs', 'run', ...flags);

/** The share of lines that ran, from the coverage report; a sentence when it is too small. */
const coverageIsEnough = (): string | undefined => {
  const summary = JSON.parse(readFileSync(new URL('../coverage/coverage-summary.json', import.meta.url), 'utf8')) as { total: { lines: { pct: number } } };
  const { pct } = summary.total.lines;
  process.stdout.write(`Coverage of shared/ and lambdas/: ${pct} % of lines.\n`);
  return pct >= COVERAGE_WANTED_PERCENT ? undefined : `Coverage is ${pct} % of lines; at least ${COVERAGE_WANTED_PERCENT} % are wanted.`;
};

const STEPS: readonly Step[] = [
  { name: 'lint', quick: true, command: tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--quiet') },
  { name: 'import rules', quick: true, command: tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'shared', 'lambdas', 'local', 'cli', 'lab', 'infra', 'localstack', 'dashboard') },
  { name: 'types', quick: true, command: tool('typescript-7/bin/tsc', '-p', 'tsconfig.json') },
  { name: 'types of the CDK app', quick: true, command: tool('typescript-7/bin/tsc', '-p', 'infra/tsconfig.json') },
  { name: 'types of the page', quick: true, command: tool('typescript-7/bin/tsc', '-p', 'dashboard/tsconfig.json') },
  { name: 'unit tests', quick: true, command: tests('--project', 'unit') },
  { name: 'unit, contract and infra tests with coverage', quick: false, command: tests('--project', 'unit', '--project', 'contract', '--project', 'infra', '--maxWorkers', '3', '--coverage'), after: coverageIsEnough },
  // Three at a time on two processors: the emulator's tests mostly wait for its clock.
  { name: 'fault tests, doors, and the whole stack on the emulator', quick: false, command: tests('--project', 'faults', '--project', 'doors', '--project', 'emulator', '--maxWorkers', '3') },
  { name: 'end-to-end tests', quick: false, command: tests('--project', 'e2e') },
];

const quick = process.argv.includes('--quick');
// The whole run has its unit tests under coverage; running them twice would only take time.
const chosen = STEPS.filter((step) => (quick ? step.quick : step.name !== 'unit tests'));
const began = Date.now();
for (const { name, command: [program = '', ...flags], after } of chosen) {
  const startedAt = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  const { status, error } = spawnSync(program, flags, { cwd: ROOT, stdio: 'inherit' });
  const problem = error?.message ?? (status === 0 ? after?.() : `${name} failed.`);
  process.stdout.write(`${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exit(status === null || status === 0 ? 1 : status);
  }
}
process.stdout.write(`\nAll of it passed in ${((Date.now() - began) / 1000).toFixed(0)} s.\n`);
