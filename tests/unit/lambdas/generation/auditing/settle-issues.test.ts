import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOfCode } from '../../../../../lambdas/generation/auditing/line-of-code.ts';
import { parseRefutations, type Refutation } from '../../../../../lambdas/generation/auditing/parse-refutations.ts';
import type { Issue } from '../../../../../lambdas/generation/auditing/review.ts';
import { disputed, settleIssues, type Dispute } from '../../../../../lambdas/generation/auditing/settle-issues.ts';

const ORDERS = `// every order is validated before it is saved
import { save } from './store.ts';

export async function place(order: Order) {
  if (order.lines.length === 0) throw new Error('empty');
  const text = \`
    await audit.everything();
  \`;
  await save(order);
  return { id: order.id };
}
`;
const FILES = new Map([
  ['src/orders.ts', ORDERS],
  ['src/store.ts', 'export const save = async (order: Order) => table.put(order);\n'],
  ['src/other.ts', 'export const guarded = order.lines ?? [];\n'],
  ['tests/orders.test.ts', 'const placed = await place({ lines: [] });\n'],
]);
const ISSUE: Issue = { severity: 'blocker', path: 'src/orders.ts', line: 9, message: 'An empty order is saved.', code: 'await save(order);' };
const REFUTED: Refutation = { issue: 1, path: 'src/orders.ts', code: "if (order.lines.length === 0) throw new Error('empty');" };

const settled = (dispute: Partial<Dispute> = {}) => settleIssues({ issues: [ISSUE], refutations: [REFUTED], others: [], files: FILES, touched: new Set(['src/orders.ts', 'src/store.ts', 'tests/orders.test.ts']), ...dispute })[0];

describe('an issue', () => {
  it('is refuted by a line of the code that stands there', () => {
    expect(settled()).toEqual({ severity: 'blocker', path: 'src/orders.ts', line: 9, message: 'An empty order is saved.', refutedBy: "src/orders.ts: if (order.lines.length === 0) throw new Error('empty');" });
  });

  it('is refuted by a line in another file that the change touches', () => {
    expect(settled({ refutations: [{ issue: 1, path: 'src/store.ts', code: 'export const save = async (order: Order) => table.put(order);' }] })).toHaveProperty('refutedBy');
  });

  it.each<[string, Partial<Dispute>]>([
    ['a line that stands nowhere', { refutations: [{ ...REFUTED, code: 'if (!order.lines.length) return undefined;' }] }],
    ['a line that stands in another file than it says', { refutations: [{ ...REFUTED, path: 'src/store.ts' }] }],
    ['a file that does not exist', { refutations: [{ ...REFUTED, path: 'src/nowhere.ts' }] }],
    ['a file that the change does not touch', { refutations: [{ issue: 1, path: 'src/other.ts', code: 'export const guarded = order.lines ?? [];' }] }],
    ['a test', { refutations: [{ issue: 1, path: 'tests/orders.test.ts', code: 'const placed = await place({ lines: [] });' }] }],
    ['a comment', { refutations: [{ ...REFUTED, code: '// every order is validated before it is saved' }] }],
    ['the inside of a text', { refutations: [{ ...REFUTED, code: 'await audit.everything();' }] }],
    ['a bracket', { refutations: [{ ...REFUTED, code: '}' }] }],
    ['nothing', { refutations: [{ ...REFUTED, code: ' ' }] }],
    ['the line that it is about', { refutations: [{ ...REFUTED, code: 'await save(order);' }] }],
    ['a line given for another issue', { refutations: [{ ...REFUTED, issue: 2 }] }],
    ['whom raised the same', { others: [{ severity: 'major', path: 'src/orders.ts', line: 8, message: 'It saves what is empty.' }] }],
  ])('stands against %s', (_, dispute) => {
    expect(settled(dispute)).not.toHaveProperty('refutedBy');
  });

  it('that is minor is not put to the other', () => {
    const minor: Issue = { ...ISSUE, severity: 'minor' };
    expect(disputed([minor, ISSUE])).toEqual([ISSUE]);
    expect(settleIssues({ issues: [minor, ISSUE], refutations: [REFUTED], others: [], files: FILES, touched: new Set() }).map((each) => 'refutedBy' in each)).toEqual([false, true]);
  });

  it('is placed where the code that it quotes stands, and nowhere when there is no such place', () => {
    expect(settled({ issues: [{ ...ISSUE, line: 3 }] })).toMatchObject({ path: 'src/orders.ts', line: 9 });
    const nowhere = settled({ refutations: [], issues: [{ severity: 'major', path: 'src/gone.ts', line: 3, message: 'Gone.' }] });
    expect(nowhere).toEqual({ severity: 'major', message: 'Gone.' });
    expect(settled({ issues: [{ severity: 'major', path: 'src/orders.ts', line: 900, message: 'Beyond.' }] })).not.toHaveProperty('line');
  });

  it('is refuted only by code that really stands there, whatever is quoted', () => {
    const quotes = fc.oneof(fc.string({ maxLength: 80 }), fc.constantFrom(...ORDERS.split('\n')), fc.constantFrom(...ORDERS.split('\n')).map((line) => `+ ${line}  `));
    fc.assert(
      fc.property(quotes, (code) => {
        const issue = settled({ refutations: [{ ...REFUTED, code }] });
        if (issue !== undefined && 'refutedBy' in issue) expect(ORDERS.split('\n').some((line) => line.trim() === code.replace(/^\+/, '').trim() && /[({=]/.test(line))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a quoted line of code', () => {
  it('is found whatever the spaces around it and the mark of a diff in front', () => {
    expect(lineOfCode('src/orders.ts', ORDERS, '\tawait  save(order);')).toBe(9);
    expect(lineOfCode('src/orders.ts', ORDERS, '+  await save(order);')).toBe(9);
    expect(lineOfCode('src/orders.ts', ORDERS, "  await save(order);\n  return { id: order.id };")).toBe(9);
  });

  it('may stand in a file of another kind, but for its comments', () => {
    expect(lineOfCode('limits.yml', '# timeout: 3 seconds\ntimeout: 3 seconds\n', 'timeout: 3 seconds')).toBe(2);
    expect(lineOfCode('limits.yml', '# timeout: 3 seconds\n', '# timeout: 3 seconds')).toBeUndefined();
  });
});

describe('refutations', () => {
  const CODE = 'if (order.lines.length === 0) return;';

  it.each([
    ['JSON', JSON.stringify({ answers: [{ issue: 1, refuted: true, path: 'src/orders.ts', code: CODE }, { issue: 2, refuted: false }] })],
    ['a list in a fence', `Sure:\n\`\`\`json\n${JSON.stringify([{ issue: '1', refuted: true, path: 'b/src/orders.ts', code: CODE }])}\n\`\`\``],
    ['lines', `- Issue 1: REFUTED by src/orders.ts:5 \`${CODE}\`\n- Issue 2: stands`],
  ])('are read from %s', (_, answer) => {
    expect(parseRefutations(answer)).toEqual([{ issue: 1, path: 'src/orders.ts', code: CODE }]);
  });

  it.each([['nothing', ''], ['words', 'All issues are refuted.'], ['a refutation without a line', '{"answers":[{"issue":1,"refuted":true}]}'], ['both', `{"answers":[{"issue":1,"refuted":true,"path":"a.ts","code":"${CODE}"},{"issue":1,"refuted":false}]}`]])('are none in %s', (_, answer) => {
    expect(parseRefutations(answer)).toEqual([]);
  });

  it('are read without error from any text', () => {
    fc.assert(fc.property(fc.oneof(fc.array(fc.nat(0xffff), { maxLength: 300 }).map((codes) => String.fromCharCode(...codes)), fc.json()), (text) => Array.isArray(parseRefutations(text))));
  });
});
