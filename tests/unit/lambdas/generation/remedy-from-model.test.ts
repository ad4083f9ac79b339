import { describe, expect, it } from 'vitest';
import { remedyFromModel, type AuditChange, type ModelInput } from '../../../../lambdas/generation/remedy-from-model.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Patch } from '../../../../shared/domain/remedy.ts';
import { scriptedAsk, type ScriptedReply } from '../../../support/scripted-ask.ts';
import { callEvidence, failures, inputWith, opportunityWith } from './recipe-input.ts';

const DATES = 'export const formatDate = (at: string, locale: string): string => new Intl.DateTimeFormat(locale).format(new Date(at));\n';
const FIXED = "export const formatDate = (at: string, locale: string): string => new Intl.DateTimeFormat(locale.replace('_', '-')).format(new Date(at));\n";
const TEST = "import assert from 'node:assert/strict';\nimport test from 'node:test';\nimport { formatDate } from '../src/dates.ts';\n\ntest('a locale of the shop is understood', () => {\n  assert.equal(formatDate('2026-02-01T00:00:00Z', 'sv_SE'), formatDate('2026-02-01T00:00:00Z', 'sv-SE'));\n});\n";
const FILES = new Map([
  ['src/dates.ts', DATES],
  ['src/handler.ts', "import { formatDate } from './dates.ts';\nexport const handler = async (event: { at: string; locale: string }): Promise<string> => formatDate(event.at, event.locale);\n"],
  ['src/secret.ts', 'export const hidden = 1;\n'],
  ['tests/dates.test.ts', "import test from 'node:test';\nimport { formatDate } from '../src/dates.ts';\ntest('x', () => { formatDate('2026-02-01', 'en'); });\n"],
  ['package.json', '{ "type": "module" }'],
]);
const HEADER = 'TITLE: Understand locales with an underscore\nREASON: The catalogue writes sv_SE.\nCONFIDENCE: 0.9\nRISK: low\n\n';
const GOOD = `${HEADER}\`\`\`ts:src/dates.ts\n${FIXED}\`\`\`\n\n\`\`\`ts:tests/locale.test.ts\n${TEST}\`\`\`\n`;
const passing: AuditChange = async () => ({ verdict: 'passes', audits: [], text: 'fine' });

const input = (changes: Partial<ModelInput> = {}): ModelInput => {
  const opportunity = opportunityWith('recurring-exception', failures([{ path: 'src/dates.ts', line: 1, column: 70 }], new Map([['name', 'RangeError'], ['message', 'Incorrect locale information provided']])));
  return { ...inputWith(FILES, opportunity), improvement: { id: 'imp-1', cycleId: 'cyc-1' }, hints: [], ...changes };
};

const write = async (replies: readonly ScriptedReply[], { given = input(), audit = passing, canAudit = true }: { given?: ModelInput; audit?: AuditChange; canAudit?: boolean } = {}) => {
  const ask = scriptedAsk(...replies);
  return { result: await remedyFromModel(given, { ask, audit, canAudit }), asked: ask.asked, last: ask.asked.at(-1)?.question.messages.at(-1)?.text ?? '' };
};

const reportWith = (message: string): ValidationReport => ({
  passed: false, checks: [{ name: 'tests', status: 'failed', summary: 'one fails', findings: [{ message, advice: 'Mend it.', path: 'tests/locale.test.ts', line: 6 }], durationMs: 1 }], quality: 0.5, testsPassed: 0, isolation: 'sandbox', digest: 'd',
});
const patchOf = (result: Awaited<ReturnType<typeof write>>['result']): Patch => {
  if (result.kind !== 'patch') throw new Error(result.reason);
  return result.patch;
};

describe('a remedy written by a model', () => {
  it('is its answer, with what it is sure of, what it claims and how it was made', async () => {
    const { result, asked } = await write([GOOD], { given: input({ hints: [{ id: 'lesson-1', kind: 'hint', text: 'Keep dates.' }] }) });
    expect(patchOf(result)).toMatchObject({
      author: { kind: 'model', name: 'here/scripted' }, title: 'Understand locales with an underscore', confidence: 0.9, risk: 'low', baseCommit: '0123abc', claim: { on: 'failures', gain: 0.5 },
      files: [{ path: 'src/dates.ts', before: DATES, after: FIXED }, { path: 'tests/locale.test.ts', before: null, after: TEST }],
      workings: { calls: [{ purpose: 'write', model: 'scripted', provider: 'here', inputTokens: 100, outputTokens: 20, microUsd: 7, attempts: 1 }], lessons: ['lesson-1'], audits: [] },
    });
    expect(patchOf(result).reason).toBe('The catalogue writes sv_SE.\n\nMeasured: Something.');
    expect(patchOf(result).workings?.shown).toContain('src/dates.ts');
    expect(asked[0]?.task).toEqual({ purpose: 'write', complexity: 'low', risk: 'low', improvementId: 'imp-1', targetId: 'shop', cycleId: 'cyc-1', tenantId: undefined });
  });

  it('is not paid for where the code of the trouble cannot be shown', async () => {
    const long = DATES.replace('export const formatDate', `export const other = '${'y'.repeat(80_000)}', formatDate`);
    const given = input();
    const { result, asked } = await write([GOOD], { given: { ...given, tree: { ...given.tree, files: new Map([...FILES, ['src/dates.ts', long]]) } } });
    expect([result, asked.length]).toEqual([{ kind: 'abstained', reason: expect.stringContaining('longer than what a model is shown') as string }, 0]);
  });

  it.each([
    ['cannot be read', 'I would replace the underscore.', 'No file could be read'],
    ['does not compile', GOOD.replace("locale.replace('_', '-')", 'locale.undersores()'), 'does not compile'],
    ['does not parse', GOOD.replace("locale.replace('_', '-')", 'locale.replace('), 'src/dates.ts'],
    ['brings no test', GOOD.slice(0, GOOD.indexOf('```ts:tests')), 'no new test file'],
    ['changes a test that is there', GOOD.replace('ts:tests/locale.test.ts', 'ts:tests/dates.test.ts'), 'exists already'],
    ['changes the packages', `${GOOD}\`\`\`json:package.json\n{ "type": "module", "dependencies": { "left-pad": "1" } }\n\`\`\`\n`, 'package.json'],
    ['would fill the stack of whoever reads it', GOOD.replace("locale.replace('_', '-')", `${'('.repeat(30_000)}locale${')'.repeat(30_000)}`), 'nests too deeply'],
    ['changes what it was not shown', `${GOOD}\`\`\`ts:src/secret.ts\nexport const hidden = 2;\n\`\`\`\n`, 'not shown this file'],
    ['brings a package', GOOD.replace('export const formatDate', "import pad from 'left-pad';\nexport const formatDate"), 'left-pad'],
    ['reads another variable', GOOD.replace("replace('_', '-')", "replace(process.env['SEPARATOR'] ?? '_', '-')"), 'did not use before'],
    ['leaves the service', GOOD.replace('ts:tests/locale.test.ts', 'ts:../locale.test.ts'), 'no path inside'],
    ['is cut off', '', 'cut off'],
  ])('goes back with its findings when the answer %s', async (_, bad, finding) => {
    const first: ScriptedReply = bad === '' ? { text: GOOD.slice(0, 80), stop: 'length' } : bad;
    const { result, asked, last } = await write([first, GOOD]);
    expect(asked.map(({ task }) => task.purpose)).toEqual(['write', 'repair']);
    expect(last).toContain(finding);
    expect(asked[1]?.question.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(patchOf(result).workings?.calls).toHaveLength(2);
  });

  it('notes what its answers got wrong, also when it comes to nothing', async () => {
    const untyped = GOOD.replace("locale.replace('_', '-')", 'locale.undersores()');
    const mended = await write([untyped, GOOD]);
    expect(patchOf(mended.result).workings?.stumbles).toMatchObject([{ from: 'gate', check: 'types', example: expect.stringContaining('does not compile') as string }]);
    const untested = GOOD.slice(0, GOOD.indexOf('```ts:tests'));
    expect((await write([untested])).result).toMatchObject({ kind: 'abstained', stumbles: [{ from: 'gate', check: 'proof', rule: 'no-test' }] });
    expect(patchOf((await write([GOOD])).result).workings).not.toHaveProperty('stumbles');
  });

  it('is given up after findings went back twice', async () => {
    const { result, asked } = await write(['nothing']);
    expect(asked).toHaveLength(3);
    expect(result).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('No file could be read') as string });
  });

  it('takes up the conversation where the gate left it, and counts what went back before', async () => {
    const first = patchOf((await write([GOOD.replace("'_', '-'", "'_', ''")])).result);
    const { result, asked } = await write([GOOD], { given: input({ previous: { patch: first, report: reportWith('expected sv-SE, got svSE') } }) });
    expect(asked).toHaveLength(1);
    const [shown] = asked;
    expect(shown?.task.purpose).toBe('repair');
    expect(shown?.question.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(shown?.question.messages[1]?.text).toContain("+export const formatDate = (at: string, locale: string): string => new Intl.DateTimeFormat(locale.replace('_', ''))");
    expect(shown?.question.messages[2]?.text).toContain('tests: tests/locale.test.ts:6: expected sv-SE, got svSE Mend it.');
    const second = patchOf(result);
    expect(second.workings?.calls.map(({ purpose }) => purpose)).toEqual(['write', 'repair']);
    const third = patchOf((await write([GOOD], { given: input({ previous: { patch: second, report: reportWith('still not') } }) })).result);
    const last = await write([GOOD], { given: input({ previous: { patch: third, report: reportWith('never') } }) });
    expect(last.asked).toHaveLength(0);
    expect(last.result).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('never') as string });
  });

  it('is none when the model abstains or refuses', async () => {
    expect((await write(['ABSTAIN: the catalogue is not shown'])).result).toEqual({ kind: 'abstained', reason: 'here/scripted: the catalogue is not shown' });
    expect((await write([{ stop: 'refused' }])).result).toMatchObject({ kind: 'abstained' });
  });

  it('is put off, not given up, when a budget is spent', async () => {
    expect((await write([{ ok: false, reason: 'budget', text: 'The day\'s budget is spent.', resumeAt: 5000 }])).result).toEqual({ kind: 'abstained', reason: 'The day\'s budget is spent.', retryAt: 5000 });
    expect((await write([{ ok: false, reason: 'no-model', text: 'None is configured.' }])).result).toEqual({ kind: 'abstained', reason: 'None is configured.' });
  });

  it('never says more of itself than it may', async () => {
    expect(patchOf((await write([GOOD.replace('0.9', '1.0')])).result).confidence).toBe(0.95);
    expect(patchOf((await write([GOOD.replace('CONFIDENCE: 0.9', '')])).result).confidence).toBe(0.5);
    expect(patchOf((await write([GOOD.replace('The catalogue writes sv_SE.', 'x\u202E\u0007 password=hunter2secret')])).result).reason).not.toMatch(/hunter2secret|\u202E/);
  });

  it('is noted as half read when the provider counted far fewer tokens than were sent', async () => {
    const usage = { inputTokens: 5000, outputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 0 };
    expect(patchOf((await write([{ text: GOOD, usage }])).result).workings?.calls[0]?.note).toBeUndefined();
    expect(patchOf((await write([{ text: GOOD, usage: { ...usage, inputTokens: 100 }, note: 'Second choice.' }])).result).workings?.calls[0]?.note).toMatch(/^Second choice. It read 100 tokens of a question of \d+ characters/);
  });

  it('claims little where the evidence is of time', async () => {
    const opportunity = opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence([{ path: 'src/dates.ts', line: 1, column: 70 }], { shareOfRequests: 0.05 }) });
    expect(patchOf((await write([GOOD], { given: input({ opportunity }) })).result).claim).toEqual({ on: 'slow-requests', gain: 0.15, thresholdMs: 111 });
  });
});

describe('a change that risks much', () => {
  const risky = GOOD.replace('RISK: low', 'RISK: high, it touches every date');

  it('is reviewed by others, and their word kept with it', async () => {
    const audits = [{ model: 'a', provider: 'one', verdict: 'passes', issues: [] } as const];
    const { result } = await write([risky], { audit: async (_, { ask }) => {
      await ask({ purpose: 'audit', complexity: 'high', risk: 'high', improvementId: 'imp-1', targetId: 'shop' }, { system: '', messages: [] });
      return { verdict: 'passes', audits: audits.map((each) => ({ ...each, issues: [] })), text: '' };
    } });
    expect(patchOf(result)).toMatchObject({ risk: 'high', workings: { audits: [{ model: 'a', verdict: 'passes' }] } });
    expect(patchOf(result).workings?.calls.map(({ purpose }) => purpose)).toEqual(['write', 'audit']);
  });

  it('goes back with what they found, and is dropped when they block it without a word', async () => {
    let round = 0;
    const audit: AuditChange = async () => {
      round += 1;
      return round > 1 ? { verdict: 'passes', audits: [], text: '' } : { verdict: 'blocks', audits: [{ model: 'a', provider: 'one', verdict: 'blocks', issues: [{ severity: 'blocker', path: 'src/dates.ts', line: 1, message: 'three letters' }] }], text: '' };
    };
    const { result, last } = await write([risky], { audit });
    expect(last).toContain('src/dates.ts:1 three letters');
    expect(result.kind).toBe('patch');
    expect((await write([risky], { audit: async () => ({ verdict: 'blocks', audits: [], text: 'One provider only: blocked.' }) })).result).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('One provider only') as string });
  });

  it('waits when a reviewer cannot be asked or read, since the author could mend nothing', async () => {
    expect((await write([risky], { audit: async () => ({ verdict: 'blocks', audits: [], text: 'Spent.', resumeAt: 70 }) })).result).toMatchObject({ kind: 'abstained', retryAt: 70 });
    const unread = await write([risky], { audit: async () => ({ verdict: 'blocks', audits: [{ model: 'a', provider: 'one', verdict: 'blocks', issues: [{ severity: 'blocker', message: 'Its review could not be read: no JSON.' }] }], text: 'Unread.' }) });
    expect([unread.asked.length, unread.result]).toEqual([1, { kind: 'abstained', reason: 'here/scripted: Unread.', isUnavailable: true }]);
  });

  it('is not begun where nobody could review it', async () => {
    const { opportunity, ...rest } = input();
    const { result, asked } = await write([GOOD], { given: { ...rest, opportunity: { ...opportunity, risk: 'high' } }, canAudit: false });
    expect([asked.length, result]).toEqual([0, { kind: 'abstained', reason: expect.stringContaining('two providers') as string }]);
    expect((await write([risky], { canAudit: false })).result).toMatchObject({ kind: 'abstained' });
  });
});
