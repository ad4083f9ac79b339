import { describe, expect, it } from 'vitest';
import { findingsOf, validatePatch, type ValidateInput } from '../../../../lambdas/validation/validate.ts';
import { bubblewrapWorkshop } from '../../../../shared/adapters/local/bubblewrap-workshop.ts';
import type { Check } from '../../../../shared/domain/check.ts';
import type { TestRun, Workshop } from '../../../../shared/ports/workshop.ts';
import { RECORDED_INPUTS } from '../../../../shared/rules/gate/behaviour/recorded-inputs.ts';
import { FILES, GOOD, patchOf, TARGET, TREE } from './small-service.ts';

const clock = { now: () => 0, sleep: async () => {} };
const workshop = bubblewrapWorkshop();
const unprotected = bubblewrapWorkshop({ isolation: 'none' });
const input = (change: Partial<ValidateInput> = {}): ValidateInput => ({ target: TARGET, patch: patchOf(GOOD), baseTree: TREE, dependencies: undefined, ...change });
const statuses = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ name, status }) => [name, status]));
const BASELINE: TestRun = { ended: 'exited', exitCode: 0, tests: ['small', 'big'].map((name) => ({ name, file: 'test/handler.test.ts', status: 'passed', durationMs: 1 })), coverage: new Map(), output: '', durationMs: 1, peakMemoryMb: 1 };
/** Counts what the gate has done, and does it. */
const counting = (real: Workshop) => {
  const calls = { test: 0, pack: 0 };
  const counted: Workshop = { isolation: () => real.isolation(), test: (job) => { calls.test += 1; return real.test(job); }, pack: (job) => { calls.pack += 1; return real.pack(job); } };
  return { calls, workshop: counted };
};

describe('the gate', () => {
  it('lets a good patch through every check, builds its package and keeps the baseline', async () => {
    const { calls, workshop: counted } = counting(workshop);
    const { report, package: built, baseline } = await validatePatch(input(), { workshop: counted, clock });
    expect(statuses(report.checks)).toEqual({ scope: 'passed', parse: 'passed', imports: 'passed', types: 'passed', secrets: 'passed', security: 'passed', complexity: 'passed', tests: 'passed', proof: 'skipped', coverage: 'passed', behaviour: 'skipped', package: 'passed' });
    expect(report).toMatchObject({ passed: true, quality: 0.98, coverageOfChangedLines: 1, testsPassed: 2, packageDigest: built?.digest });
    expect(baseline?.tests).toHaveLength(2);
    expect(calls).toEqual({ test: 2, pack: 1 });
  });

  it('does not run the old tests again when it is given their run, and gives the same digest', async () => {
    const { calls, workshop: counted } = counting(workshop);
    const first = await validatePatch(input({ baseline: BASELINE }), { workshop: counted, clock });
    const second = await validatePatch(input({ baseline: BASELINE }), { workshop: counted, clock: { ...clock, now: () => 5 } });
    expect(calls.test).toBe(2);
    expect(second.report.digest).toBe(first.report.digest);
    expect((await validatePatch(input({ baseline: BASELINE, patch: patchOf(GOOD, { title: 'Another title' }) }), { workshop: counted, clock })).report.digest).not.toBe(first.report.digest);
  });

  it('runs nothing when reading is enough to refuse, and tells everything that reading shows', async () => {
    const { calls, workshop: counted } = counting(workshop);
    const bad = patchOf("import fs from 'node:fs';\nconst k = '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';\nexport const = fs;\n", { files: [...patchOf("import fs from 'node:fs';\nconst k = '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';\nexport const = fs;\n").files, { path: 'package.json', before: FILES.get('package.json') ?? '', after: '{}' }] });
    const { report, package: built } = await validatePatch(input({ patch: bad }), { workshop: counted, clock });
    expect(statuses(report.checks)).toEqual({ scope: 'failed', parse: 'failed', imports: 'failed', secrets: 'failed', security: 'failed', complexity: 'passed', types: 'skipped', tests: 'skipped', proof: 'skipped', coverage: 'skipped', behaviour: 'skipped', package: 'skipped' });
    expect({ ...calls, passed: report.passed, built }).toEqual({ test: 0, pack: 0, passed: false, built: undefined });
    for (const finding of findingsOf(report)) expect(finding).toMatchObject({ message: expect.stringMatching(/./), advice: expect.stringMatching(/./) });
  });

  it('refuses what does not type-check before it runs', async () => {
    const { calls, workshop: counted } = counting(workshop);
    const { report } = await validatePatch(input({ patch: patchOf("export function rate(n: number): number {\n  return n > 3 ? '2' : 1;\n}\n") }), { workshop: counted, clock });
    expect(report.checks.find(({ name }) => name === 'types')).toMatchObject({ status: 'failed', findings: [{ path: 'src/rate.ts', line: 2 }] });
    expect(calls.test).toBe(0);
  });

  it('refuses what breaks a test', async () => {
    const { report } = await validatePatch(input({ baseline: BASELINE, patch: patchOf('export function rate(n: number): number {\n  return n > 3 ? 3 : 1;\n}\n') }), { workshop, clock });
    expect(report.checks.find(({ name }) => name === 'tests')).toMatchObject({ status: 'failed', findings: [{ message: expect.stringContaining('"big" fails') }] });
    expect(statuses(report.checks)['package']).toBe('skipped');
  });

  it('refuses a patch that ends the tests early with success', async () => {
    const early = patchOf("process.exit(0);\nexport function rate(n: number): number {\n  return n;\n}\n", { author: { kind: 'person', name: 'eve' } });
    const target = { ...TARGET, scope: ['.'] };
    const files = new Map([...FILES, ['tsconfig.json', '{ "include": [] }']]);
    const { report } = await validatePatch(input({ target, baseline: BASELINE, patch: early, baseTree: { ...TREE, files } }), { workshop, clock });
    expect(report.passed).toBe(false);
    expect(statuses(report.checks)).toMatchObject({ tests: report.checks.find(({ name }) => name === 'types')?.status === 'failed' ? 'skipped' : 'failed' });
  });

  it('refuses changed lines that no test runs', async () => {
    const { report } = await validatePatch(input({ baseline: BASELINE, patch: patchOf('export function rate(n: number): number {\n  if (n === 77) {\n    return 7;\n  }\n  return n > 3 ? 2 : 1;\n}\n') }), { workshop, clock });
    expect(report.checks.find(({ name }) => name === 'coverage')).toMatchObject({ status: 'failed', findings: [{ path: 'src/rate.ts', line: 3 }] });
    expect(report.coverageOfChangedLines).toBe(0.5);
  });

  it('refuses what answers recorded inputs differently, though every test passes', async () => {
    const files = new Map([...FILES, [RECORDED_INPUTS, '{"event":{"n":4}}\n{"event":{"n":9}}\n']]);
    const asked = (limit: number) => validatePatch(input({ baseline: BASELINE, baseTree: { ...TREE, files }, patch: patchOf(GOOD.replace('3', String(limit))) }), { workshop, clock });
    const { report } = await asked(4);
    expect(statuses(report.checks)).toMatchObject({ tests: 'passed', coverage: 'passed', behaviour: 'failed', package: 'skipped' });
    expect(findingsOf(report)).toEqual([expect.objectContaining({ message: '"input 1" is answered differently: returned: 8 → 4.' })]);
    expect((await asked(3)).report).toMatchObject({ passed: true, quality: 1 });
  });

  it('refuses a model’s remedy for failures that brings no test, and says so', async () => {
    const { report } = await validatePatch(input({ baseline: BASELINE, opportunityKind: 'recurring-exception', patch: patchOf(GOOD, { author: { kind: 'model', name: 'm' } }) }), { workshop, clock });
    expect(statuses(report.checks)).toMatchObject({ tests: 'passed', proof: 'failed', behaviour: 'skipped' });
  });

  it('refuses a target without tests, and says what to do', async () => {
    const files = new Map([...FILES].filter(([path]) => !path.startsWith('test/')));
    const { report } = await validatePatch(input({ baseTree: { ...TREE, files } }), { workshop, clock });
    expect(findingsOf(report)).toEqual([expect.objectContaining({ message: expect.stringContaining('no test that passes'), advice: expect.stringContaining('Add tests') })]);
  });

  it('refuses what does not build although its tests pass', async () => {
    const target = { ...TARGET, entry: 'src/gone.ts' };
    const { report, package: built } = await validatePatch(input({ target, baseline: BASELINE }), { workshop, clock });
    expect(findingsOf(report)).toEqual([expect.objectContaining({ message: expect.stringContaining('src/gone.ts') })]);
    expect(built).toBeUndefined();
  });

  it('runs no model’s code without a sandbox, and a recipe’s only saying so', async () => {
    const { calls, workshop: counted } = counting(unprotected);
    const refused = await validatePatch(input({ baseline: BASELINE, patch: patchOf(GOOD, { author: { kind: 'model', name: 'm' } }) }), { workshop: counted, clock });
    expect(findingsOf(refused.report)).toEqual([expect.objectContaining({ message: expect.stringContaining('only run in a sandbox') })]);
    expect(calls.test).toBe(0);
    const { report } = await validatePatch(input({ baseline: BASELINE }), { workshop: counted, clock });
    expect(report).toMatchObject({ passed: true, isolation: 'none' });
    expect(report.checks.find(({ name }) => name === 'tests')?.summary).toContain('without a sandbox');
  });

  it('refuses a patch made on other files', async () => {
    const { report } = await validatePatch(input({ baseTree: { ...TREE, files: new Map([...FILES, ['src/rate.ts', 'export const rate = () => 1;\n']]) } }), { workshop, clock });
    expect(findingsOf(report)).toEqual([expect.objectContaining({ path: 'src/rate.ts', message: expect.stringContaining('differs') })]);
  });
});
