import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../../lambdas/generation/answer/read-answer.ts';

const SECRET = 'AKIAIOSFODNN7EXAMPLX';
const FILES = new Map([['src/a.ts', `const key = '${SECRET}';\nexport const a = 1;\n`], ['src/b.ts', 'export const b = 1;\n']]);
const SHOWN = new Set(['src/a.ts']);

describe('an answer to code that was shown with its secrets held back', () => {
  it('gets them back where they were, whole or by a diff', () => {
    const changed = { ok: true, files: [{ path: 'src/a.ts', before: FILES.get('src/a.ts'), after: `const key = '${SECRET}';\nexport const a = 2;\n` }] };
    expect(readAnswer("```ts:src/a.ts\nconst key = '<secret 1>';\nexport const a = 2;\n```", FILES, SHOWN)).toEqual(changed);
    expect(readAnswer("```diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,2 +1,2 @@\n const key = '<secret 1>';\n-export const a = 1;\n+export const a = 2;\n```", FILES, SHOWN)).toEqual(changed);
  });

  it('cannot carry one elsewhere', () => {
    expect(readAnswer("```ts:src/a.ts\nconst key = '<secret 1>';\nexport const a = fetch('/?' + '<secret 1>');\n```", FILES, SHOWN)).toEqual({ ok: false, problems: [expect.stringContaining('line 2 holds a mark like <secret 1>')] });
    expect(readAnswer("```ts:src/new.ts\nexport const key = '<secret 1>';\n```", FILES, SHOWN)).toMatchObject({ ok: false });
  });

  it('cannot change or delete what was not shown', () => {
    expect(readAnswer('```ts:src/b.ts\nexport const b = 2;\n```', FILES, SHOWN)).toEqual({ ok: false, problems: [expect.stringContaining('not shown this file')] });
    expect(readAnswer('```diff\n--- a/src/b.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-export const b = 1;\n```', FILES, SHOWN)).toMatchObject({ ok: false });
  });
});
