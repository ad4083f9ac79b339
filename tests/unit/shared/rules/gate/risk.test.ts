import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../../shared/domain/remedy.ts';
import { greaterRisk, riskOf } from '../../../../../shared/rules/gate/risk.ts';

const BEFORE = "export async function rate(code: string): Promise<number> {\n  const found = await table.get(code);\n  if (!found) throw new Error('none');\n  return found.value;\n}\n";
const change = (after: string | null, { path = 'src/rate.ts', before = BEFORE }: { path?: string; before?: string | null } = {}): FileChange => ({ path, before, after });
const riskIs = (...files: FileChange[]) => riskOf(files);

describe('the risk of a patch', () => {
  it('is low inside a function that only reads, and for what is exported in addition', () => {
    expect(riskIs(change(BEFORE.replace('found.value', 'found.value ?? 0')))).toEqual({ risk: 'low', reasons: [] });
    expect(riskIs(change(`${BEFORE}export const more = 1;\n`))).toEqual({ risk: 'low', reasons: [] });
    expect(riskIs(change('export const other = 1;\n', { path: 'src/other.ts', before: null }))).toEqual({ risk: 'low', reasons: [] });
  });

  it.each([
    ['what is exported takes something else', BEFORE.replace('code: string', 'code: string, date: Date'), /no longer exports rate/],
    ['what is exported is gone', BEFORE.replace('export ', ''), /no longer exports rate/],
    ['an error is no longer raised', BEFORE.replace("throw new Error('none')", 'return 0'), /no longer raises/],
    ['something is written', BEFORE.replace('  return', '  await table.update(code);\n  return'), /writes/],
    ['the file goes', null, /is deleted/],
  ])('is medium when %s', (_, after, reason) => {
    expect(riskIs(change(after))).toMatchObject({ risk: 'medium', reasons: expect.arrayContaining([expect.stringMatching(reason)]) });
  });

  it('stays low where an exported type only admits that something may be missing', () => {
    const before = 'export type Order = { coupon: string };\n';
    expect(riskIs(change('export type Order = { coupon: string | undefined };\n', { before })).risk).toBe('low');
    expect(riskIs(change('export type Order = { coupon?: string };\n', { before, path: 'src/payments.ts' })).risk).toBe('low');
    expect(riskIs(change('export type Order = { coupon: number };\n', { before })).risk).toBe('medium');
    expect(riskIs(change("const ROLES = { boss: ['all'] };\n", { before: "const ROLES = { boss: [] };\n", path: 'src/permissions.ts' })).risk).toBe('high');
  });

  it.each([['src/auth/check.ts', BEFORE], ['src/rate.ts', 'function verifyToken() { return 1; }\n'], ['src/session.ts', BEFORE]])('is high where it touches who may do what: %s', (path, before) => {
    expect(riskIs(change(before.replace('return', 'return 1 &&'), { path, before })).risk).toBe('high');
  });

  it('is high where money moves and medium where it is shown; authors of books are nobody special', () => {
    expect(riskIs(change(BEFORE.replace('found.value', 'await bank.capture(found.value)'), { path: 'src/payments.ts' })).risk).toBe('high');
    expect(riskIs(change(BEFORE.replace('found.value', 'found.value ?? 0'), { path: 'src/payments.ts' })).risk).toBe('medium');
    expect(riskIs(change(BEFORE.replace('found.value', 'found.value ?? 0'), { path: 'src/authors.ts' })).risk).toBe('low');
  });

  it('is medium for more than one look takes in, tests not counted', () => {
    const small = Array.from({ length: 4 }, (_, index) => change('export const a = 1;\n', { path: `src/${index}.ts`, before: null }));
    expect(riskIs(...small).reasons).toEqual(['It changes 4 files of the service.']);
    expect(riskIs(...small.map((file) => ({ ...file, path: file.path.replace('src', 'test') }))).risk).toBe('low');
    expect(riskIs(change('const a = 1;\n'.repeat(151), { before: null })).reasons).toEqual(['It changes 151 lines of the service.']);
    expect(riskIs(change('text\n', { path: 'src/words.txt', before: 'old\n' })).risk).toBe('medium');
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), fc.option(fc.string()), (before, after) => ['low', 'medium', 'high'].includes(riskIs(change(after, { before })).risk)));
  });

  it('is the greater of what is claimed and what is seen', () => {
    expect([greaterRisk('low', 'medium'), greaterRisk('high', 'medium'), greaterRisk('low', 'low')]).toEqual(['medium', 'high', 'low']);
  });
});
