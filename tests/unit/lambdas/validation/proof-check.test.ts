import { describe, expect, it } from 'vitest';
import { proofCheck } from '../../../../lambdas/validation/proof-check.ts';
import { jobOf } from '../../../../lambdas/validation/test-checks.ts';
import { bubblewrapWorkshop } from '../../../../shared/adapters/local/bubblewrap-workshop.ts';
import type { OpportunityKind } from '../../../../shared/domain/opportunity.ts';
import type { Patch } from '../../../../shared/domain/remedy.ts';
import type { TestRun } from '../../../../shared/ports/workshop.ts';
import { applyPatch } from '../../../../shared/rules/gate/apply-patch.ts';
import { FILES, TARGET } from './small-service.ts';

const clock = { now: () => 0, sleep: async () => {} };
const workshop = bubblewrapWorkshop();
/** The old code throws on a missing event; a patch answers it. */
const GUARDED = { path: 'src/handler.ts', before: FILES.get('src/handler.ts') ?? '', after: "import { rate } from './rate.ts';\n\nexport const twice = (n: number): number => 2 * n;\nexport const handler = async (event?: { n: number }): Promise<number> => (event?.n ?? 0) * rate(event?.n ?? 0);\n" };
const testOf = (...lines: string[]) => ({ path: 'test/guard.test.ts', before: null, after: `import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport * as service from '../src/handler.ts';\n\n${lines.join('\n')}\n` });
const FAILS_BEFORE = "test('answers nothing with 0', async () => { assert.equal(await service.handler(undefined as never), 0); });";
const PASSES_ON_BOTH = "test('answers 1 with 1', async () => { assert.equal(await service.handler({ n: 1 }), 1); });";
const BY_NAME = { path: 'test/guard.test.ts', before: null, after: "import { test } from 'node:test';\nimport { twice } from '../src/handler.ts';\ntest('doubles', () => { if (twice(2) !== 4) throw new Error('no'); });\n" };

const NOTHING_RAN: TestRun = { ended: 'exited', exitCode: 0, tests: [], coverage: new Map(), output: '', durationMs: 1, peakMemoryMb: 1 };

const prove = async (files: Patch['files'], { kind = 'recurring-exception', author = { kind: 'model', name: 'm' }, reason = 'Measured.', command = ['node', '--test'] }: { kind?: OpportunityKind; author?: Patch['author']; reason?: string; command?: string[] } = {}) => {
  const target = { ...TARGET, test: { command, runner: 'node' as const } };
  const patch: Patch = { kind: 'patch', author, title: 'x', reason, baseCommit: 'c0ffee', files, confidence: 1, risk: 'low' };
  const applied = applyPatch(FILES, files);
  if (!applied.ok) throw new Error('does not apply');
  const input = { target, patch, before: FILES, after: applied.files, skipped: [], dependencies: undefined, opportunityKind: kind };
  const candidate = files.length > 1 ? await workshop.test(jobOf(input, applied.files, false)) : NOTHING_RAN;
  return proofCheck({ ...input, candidate }, { workshop, clock });
};

describe('the proof of a remedy for failures', () => {
  it('is a new test that fails on the old code and passes on the new', async () => {
    expect(await prove([GUARDED, testOf(FAILS_BEFORE, PASSES_ON_BOTH)])).toMatchObject({ status: 'passed', summary: '1 of 2 new tests fail on the old code and pass on the new' });
  });

  it('is found also where the command names its files itself', async () => {
    expect(await prove([GUARDED, testOf(FAILS_BEFORE)], { command: ['sh', '-c', 'exec node --test'] })).toMatchObject({ status: 'passed' });
  });

  it('is not a test whose file the old code cannot even load', async () => {
    expect(await prove([GUARDED, BY_NAME])).toMatchObject({ status: 'failed', findings: [{ message: expect.stringContaining('cannot be loaded with the old code') }] });
  });

  it('is not missed where a recipe tests the module that it adds, and is not there either', async () => {
    expect(await prove([GUARDED, BY_NAME], { author: { kind: 'recipe', name: 'retry-reads' } })).toMatchObject({ status: 'skipped', summary: expect.stringContaining('new tests are of what the recipe adds') });
  });

  it('is wanted of a model that brings no test, and not of a recipe that says why it brings none', async () => {
    expect(await prove([GUARDED])).toMatchObject({ status: 'failed', findings: [{ advice: expect.stringContaining('Add a test') }] });
    const byRecipe = await prove([GUARDED], { author: { kind: 'recipe', name: 'guard-null' }, reason: 'It failed. No test is brought, since the handler needs a database. It is small.' });
    expect(byRecipe).toMatchObject({ status: 'skipped', summary: expect.stringContaining('No test is brought, since the handler needs a database.') });
  });
});

it('is not missed where nothing failed', async () => {
  expect(await prove([GUARDED], { kind: 'n-plus-one' })).toMatchObject({ status: 'skipped' });
});
