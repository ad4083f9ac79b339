import { describe, expect, it } from 'vitest';
import { opaque } from '../../../../../../shared/rules/gate/powers/opaque.ts';

const findings = (text: string, { path = 'src/a.ts', before = 'const old = 1;\n' } = {}) => opaque({ before: new Map([[path, before]]), after: new Map([[path, `${before}${text}\n`]]), changed: [path], author: 'model' });

describe('what nobody can review', () => {
  it.each([
    ['reversed writing', "const a = 'x\u202E';"], ['a hidden sign', 'const a\u200B = 1;'], ['a letter of another alphabet in a name', 'const pаssword = 1;'], ['a very long line', `const a = [${"'word', ".repeat(80)}];`], ['a block in base64', `const a = '${'aGVsbG8gd29ybGQh'.repeat(10)}';`], ['a block in hexadecimal', `const a = '${'deadbeef'.repeat(20)}';`], ['a list of bytes', `const a = [${'104, '.repeat(40)}];`],
    ['letters as escapes', "const a = '\\x65\\x76\\x61\\x6c';"], ['letters as long escapes', "const a = '\\u0065val';"], ['a name with an escape', 'const \\u{65}val = 1;'], ['a linter silenced', '// eslint-disable-next-line no-eval'], ['types silenced', '// @ts-ignore'], ['a whole file silenced', '// @ts-nocheck'], ['coverage silenced', '/* c8 ignore next */'], ['coverage silenced otherwise', '/* istanbul ignore file */'], ['the scanner silenced', '// secretlint-disable'], ['security silenced', 'run(x); // nosec'], ['another linter', '// oxlint-disable'], ['a rule of semgrep', '// nosemgrep: x'],
  ])('is seen: %s', (_, line) => {
    expect(findings(line)).toEqual([expect.objectContaining({ path: 'src/a.ts', line: 2 })]);
  });

  it.each([
    ['a text in another language', "const a = 'Überweisung läuft – bitte warten';"], ['an umlaut in a comment', '// größer als nötig'], ['a sign in a template', 'const a = `→ ${b} €`;'], ['line ends of another system', 'const a = 1;\r'], ['an escape that is needed', "const a = '\\n\\t\\u2028\\x1b';"], ['a list of numbers', 'const a = [1, 2, 3, 5, 8, 13, 21];'], ['a digest', "const a = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';"], ['words of tools', "const message = 'ignored'; // the cache ignores errors"], ['a long sentence', `const a = '${'words and words '.repeat(12)}';`],
    ['a pattern of letters', 'const a = /[äöü]+/u;'],
  ])('is not seen in %s', (_, line) => {
    expect(findings(line)).toEqual([]);
  });

  it('is not the patch’s doing where it stood before', () => {
    expect(findings('const b = 1;', { before: '// eslint-disable-next-line no-eval\n' })).toEqual([]);
  });
});
