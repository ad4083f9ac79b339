import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../../../lambdas/generation/answer/parse-answer.ts';

const PRICE = "export const price = (cents: number): string => {\n  const whole = Math.floor(cents / 100);\n  return `${whole}`;\n};\n";
const FILES = new Map([['src/price.ts', PRICE], ['src/crlf.ts', 'export const a = 1;\r\nexport const b = 2;\r\n'], ['src/open.ts', 'export const open = true;']]);
const CHANGED = PRICE.replace('Math.floor', 'Math.round');
const CHANGE = { path: 'src/price.ts', before: PRICE, after: CHANGED };
const DIFF = '--- a/src/price.ts\n+++ b/src/price.ts\n@@ -1,4 +1,4 @@\n export const price = (cents: number): string => {\n-  const whole = Math.floor(cents / 100);\n+  const whole = Math.round(cents / 100);\n   return `${whole}`;\n };\n';

const files = (text: string) => {
  const parsed = parseAnswer(text, FILES);
  return parsed.ok ? parsed.files : parsed.problems;
};

describe('an answer with whole files', () => {
  it.each([
    ['as it was asked for', `\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with spaces in the info string', `\`\`\` typescript : src/price.ts \n${CHANGED}\`\`\`\n`],
    ['with path=', `\`\`\`ts path="src/price.ts"\n${CHANGED}\`\`\`\n`],
    ['with the path as a word', `\`\`\`ts src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with the path alone', `\`\`\`src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with a title before the fence', `Here it is:\n\n**src/price.ts**\n\n\`\`\`ts\n${CHANGED}\`\`\`\n`],
    ['with a heading before the fence', `### 1. File: \`src/price.ts\` (updated)\n\`\`\`ts\n${CHANGED}\`\`\`\n`],
    ['with the path in a comment', `\`\`\`ts\n// src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with four backticks', `\`\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\`\n`],
    ['with tildes', `~~~ts:src/price.ts\n${CHANGED}~~~\n`],
    ['with CRLF', `\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n`.replaceAll('\n', '\r\n')],
    ['without the last fence', `\`\`\`ts:src/price.ts\n${CHANGED}`],
    ['indented in a list', `1. Round:\n   \`\`\`ts:src/price.ts\n${CHANGED.replaceAll(/^/gm, '   ')}\n   \`\`\`\n`],
    ['with a/ before the path', `\`\`\`ts:a/src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with ./ before the path', `\`\`\`ts:./src/price.ts\n${CHANGED}\`\`\`\n`],
    ['with a fence that opens before the last one closed', `\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`ts:src/open.ts\nexport const open = true;\n\`\`\`\n`],
    ['beside a file that stays as it is', `\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n\`\`\`ts:src/open.ts\n(no change)\n\`\`\``],
    ['beside an example that names no file', `For example:\n\`\`\`ts\nprice(150)\n\`\`\`\n\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n`],
  ])('is read %s', (_, text) => {
    expect(files(text)).toEqual([CHANGE]);
  });

  it('reads paths in any script, named in whatever way', () => {
    const known = new Map([['src/prüfung.ts', 'export const a = 1;\n'], ['src/価格.ts', 'export const a = 1;\n']]);
    for (const [path, before] of known) {
      for (const answer of [`\`\`\`ts:${path}\nexport const a = 2;\n\`\`\``, `**${path}**\n\`\`\`ts\nexport const a = 2;\n\`\`\``, `\`\`\`ts\n// ${path}\nexport const a = 2;\n\`\`\``]) expect(parseAnswer(answer, known)).toMatchObject({ ok: true, files: [{ path, before, after: 'export const a = 2;\n' }] });
    }
  });

  it('is not kept busy by what stands where a path should', { timeout: 4000 }, () => {
    for (const sign of ['>', ',', '`', 'a.', 'a/', ' ']) expect(Array.isArray(files(`\`\`\`ts path=a${sign.repeat(120_000)}x\nb\n\`\`\``)), sign).toBe(true);
  });

  it('keeps line ends and the end of the file as they were', () => {
    expect(files('```ts:src/crlf.ts\nexport const a = 1;\nexport const b = 3;\n```')).toMatchObject([{ after: 'export const a = 1;\r\nexport const b = 3;\r\n' }]);
    expect(files('```ts:src/open.ts\nexport const open = false;\n```')).toMatchObject([{ after: 'export const open = false;' }]);
  });

  it('makes new files', () => {
    expect(files('```ts:tests/price.test.ts\nimport test from "node:test";\n```')).toEqual([{ path: 'tests/price.test.ts', before: null, after: 'import test from "node:test";\n' }]);
  });

  it('takes fences inside a longer fence for text', () => {
    expect(files('````md:docs/a.md\n```ts:src/price.ts\nno\n```\n````')).toEqual([{ path: 'docs/a.md', before: null, after: '```ts:src/price.ts\nno\n```\n' }]);
  });

  it.each([
    ['code left out', '```ts:src/price.ts\nexport const price = () => {\n  // ... existing code ...\n};\n```', 'stands for code that was left out'],
    ['code left out in words', '```ts:src/price.ts\nexport const price = 1;\n// rest of the file unchanged\n```', 'stands for code that was left out'],
    ['a path outside', '```ts:../../etc/passwd.ts\nx\n```', 'no path inside the service'],
    ['an absolute path', '```ts:/etc/cron.d/x.sh\nx\n```', 'no path inside the service'],
    ['a folder of git', '```sh:.git/hooks/pre-commit.sh\nx\n```', 'no path inside the service'],
    ['two versions of a file', `\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n\`\`\`ts:src/price.ts\nexport const price = 1;\n\`\`\``, 'given twice'],
    ['files as they were', `\`\`\`ts:src/price.ts\n${PRICE}\`\`\``, 'as they were before'],
    ['prose only', 'I would round the price.', 'No file could be read'],
    ['a block that names no file', '```ts\nexport const x = 1;\n```', 'name no file'],
    ['nothing', '', 'No file could be read'],
  ])('is refused for %s', (_, text, problem) => {
    expect(files(text)).toEqual([expect.stringContaining(problem)]);
  });

  it('is refused when most of a long file is gone, and a diff may take it away', () => {
    const long = Array.from({ length: 40 }, (_, index) => `export const a${index} = ${index};\n`).join('');
    const inside = new Map([['src/long.ts', long]]);
    expect(parseAnswer('```ts:src/long.ts\nexport const a0 = 1;\n```', inside)).toMatchObject({ ok: false });
    const lines = long.split('\n').slice(0, 40);
    expect(parseAnswer(`\`\`\`diff\n--- a/src/long.ts\n+++ b/src/long.ts\n@@ -1,40 +1 @@\n ${lines[0] ?? ''}\n${lines.slice(1).map((line) => `-${line}\n`).join('')}\`\`\``, inside)).toMatchObject({ ok: true, files: [{ after: `${lines[0] ?? ''}\n` }] });
  });
});

describe('an answer with a diff', () => {
  it.each([
    ['in a fence', `\`\`\`diff\n${DIFF}\`\`\``],
    ['bare, with prose around it', `The price is rounded now.\n\n${DIFF}\nThat is all.`],
    ['with wrong counts', `\`\`\`diff\n${DIFF.replace('-1,4 +1,4', '-7,9 +3,2')}\`\`\``],
    ['without line numbers', `\`\`\`diff\n${DIFF.replace('@@ -1,4 +1,4 @@', '@@')}\`\`\``],
    ['without file lines, the path at the fence', `\`\`\`diff:src/price.ts\n${DIFF.slice(DIFF.indexOf('@@'))}\`\`\``],
    ['in a block of the language', `\`\`\`ts:src/price.ts\n${DIFF}\`\`\``],
    ['of git', `\`\`\`patch\ndiff --git a/src/price.ts b/src/price.ts\nindex 1234567..89abcde 100644\n${DIFF}\`\`\``],
  ])('is read %s', (_, text) => {
    expect(files(text)).toEqual([CHANGE]);
  });

  it('is read beside whole files', () => {
    expect(files(`\`\`\`diff\n${DIFF}\`\`\`\n\n\`\`\`ts:tests/price.test.ts\nexport {};\n\`\`\``)).toEqual([CHANGE, { path: 'tests/price.test.ts', before: null, after: 'export {};\n' }]);
  });

  it('keeps the carriage returns of the file', () => {
    expect(files('```diff\n--- a/src/crlf.ts\n+++ b/src/crlf.ts\n@@ -1,2 +1,2 @@\n export const a = 1;\n-export const b = 2;\n+export const b = 3;\n```')).toEqual([{ path: 'src/crlf.ts', before: FILES.get('src/crlf.ts'), after: 'export const a = 1;\r\nexport const b = 3;\r\n' }]);
  });

  it('is refused, with the place, when it fits nowhere or in two places', () => {
    expect(files(`\`\`\`diff\n${DIFF.replaceAll('Math.floor', 'Math.ceil').replace('(cents: number)', '(dollars: bigint)').replace('return', 'yield')}\`\`\``)).toEqual([expect.stringContaining('src/price.ts: hunk 1 of 1')]);
    const twice = new Map([['a.ts', 'x();\ny();\nx();\n']]);
    expect(parseAnswer('```diff\n--- a/a.ts\n+++ b/a.ts\n@@\n-x();\n+z();\n```', twice)).toEqual({ ok: false, problems: [expect.stringContaining('fits in 2 places')] });
  });
});

describe('what a model says of its answer', () => {
  it.each([
    ['TITLE: Round the price\nCONFIDENCE: 0.85\nRISK: low\nREASON: Cents were cut off.\nNow they are not.\n', { title: 'Round the price', confidence: 0.85, risk: 'low', reason: 'Cents were cut off. Now they are not.' }],
    ['**Title:** Round the price\n- **Confidence**: 85 %\n- Risk: **Medium**, it is money\n', { title: 'Round the price', confidence: 0.85, risk: 'medium' }],
    ['```json\n{ "title": "Round the price",\n"confidence": 8/10 }\n```\n', { confidence: 0.8 }],
    ['Confidence: high\n', { confidence: 0.8 }],
    ['Confidence: 900\n', {}],
    ['', {}],
  ])('is read from %j', (header, expected) => {
    const parsed = parseAnswer(`${header}\n\`\`\`ts:src/price.ts\n${CHANGED}\`\`\`\n`, FILES);
    expect(parsed).toEqual({ ok: true, files: [CHANGE], ...('title' in parsed && !('title' in expected) ? { title: parsed.title } : {}), ...expected });
  });

  it('may be that it abstains', () => {
    expect(parseAnswer('ABSTAIN: the code that fails is not shown', FILES)).toMatchObject({ ok: true, files: [], abstained: 'the code that fails is not shown' });
    expect(parseAnswer(`**Abstain** - I am not sure\n\`\`\`ts:src/price.ts\n${CHANGED}\`\`\``, FILES)).toMatchObject({ files: [], abstained: 'I am not sure' });
    expect(parseAnswer('ABSTAIN', FILES)).toMatchObject({ abstained: 'it gave no reason' });
  });
});

describe('any answer', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  const path = fc.tuple(fc.constantFrom('src', 'src/deep', 'tests'), name, fc.constantFrom('ts', 'js', 'json', 'mts')).map(([folder, base, ending]) => `${folder}/${base}.${ending}`);
  const code = fc.array(fc.constantFrom('const a = 1;', 'if (a) {', '}', '  b();', '', '// a comment', '`${x}`', '  ```', '* item', '# head', '~~~', 'title: x', '-- no', '++x;'), { minLength: 1, maxLength: 30 })
    .map((lines) => `${lines.join('\n').replace(/\n*$/, '')}\n`).filter((text) => /\w/.test(text));

  it('gives back the files that it was written from', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(path, code), { minLength: 1, maxLength: 4, selector: ([each]) => each }), fc.constantFrom(':', ' ', ' path='), (changes, mark) => {
      const text = changes.map(([each, after]) => `Some words.\n\n\`\`\`\`\`ts${mark}${each}\n${after}\`\`\`\`\`\n`).join('\n');
      expect(parseAnswer(`TITLE: x\n\n${text}`, new Map())).toEqual({ ok: true, title: 'x', files: changes.map(([each, after]) => ({ path: each, before: null, after })) });
    }));
  });

  it('never makes it throw, nor leave the service', () => {
    const piece = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('```', '````', '~~~', '```ts:', '```diff\n', '--- a/src/price.ts\n', '+++ b/src/price.ts\n', '@@ -1,2 +1 @@\n', '@@\n', '-x\n', '+y\n', ' z\n', '\n', '\r\n', '../', '/', 'src/price.ts', 'ABSTAIN', 'CONFIDENCE: ', ...DIFF.split(/(?<=\n)/)));
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const parsed = parseAnswer(pieces.join(''), FILES);
      for (const change of parsed.ok ? parsed.files : []) expect(change.path.split('/')).not.toContain('..');
      if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
    }), { numRuns: 300 });
  });
});
