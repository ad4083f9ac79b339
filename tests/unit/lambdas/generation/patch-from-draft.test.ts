import { expect, test } from 'vitest';
import { fileChanges, isInScope, patchFromDraft, type Draft } from '../../../../lambdas/generation/patch-from-draft.ts';
import { targetProgram } from '../../../../lambdas/generation/program/target-program.ts';
import { Abstention } from '../../../../lambdas/generation/recipe.ts';
import { callEvidence, inputWith, opportunityWith } from './recipe-input.ts';

const files = new Map([['src/a.ts', 'export const a: string = "a";\n']]);
const input = inputWith(files, opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence([]) }), new Map([['scope', 'src']]));
const target = targetProgram(files, undefined);
const draft = (text: string, newFiles = new Map<string, string>()): Draft => ({
  recipe: 'r', edits: new Map([['src/a.ts', [{ start: 25, end: 28, text }]]]), newFiles, title: 'Title', reason: 'Reason', claim: { on: 'latency', gain: 0.2 }, confidence: 0.9, risk: 'low',
});

test('a draft becomes whole files before and after', () => {
  expect(patchFromDraft(input, target, draft('"b"', new Map([['src/b.ts', 'export {};\n']])))).toMatchObject({
    kind: 'patch', patch: { files: [{ path: 'src/a.ts', before: 'export const a: string = "a";\n', after: 'export const a: string = "b";\n' }, { path: 'src/b.ts', before: null, after: 'export {};\n' }] },
  });
});

test('a draft that would not compile is given up with what the compiler said', () => {
  expect(() => patchFromDraft(input, target, draft('1'))).toThrow(/would not compile: src\/a\.ts:1 Type 'number' is not assignable/);
});

test('a draft that changes nothing, or something out of scope, is given up', () => {
  expect(() => patchFromDraft(input, target, draft('"a"'))).toThrow(Abstention);
  expect(() => patchFromDraft(input, target, draft('"b"', new Map([['lib/b.ts', '']])))).toThrow(/lib\/b\.ts, which is outside/);
});

test('an edit of a file that is not there is a bug, not an abstention', () => {
  expect(() => fileChanges(files, { edits: new Map([['src/none.ts', []]]) })).toThrow(/not in the tree/);
});

test('scope counts whole folder names', () => {
  expect(isInScope('src/a.ts', ['src/'])).toBe(true);
  expect(isInScope('src-old/a.ts', ['src'])).toBe(false);
  expect(isInScope('a.ts', ['./'])).toBe(true);
});
