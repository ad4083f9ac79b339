import { describe, expect, it } from 'vitest';
import { isSameProgram, suspectWords } from '../../../../lab/firewall/judge-words.ts';

const BASE = new Map([['src/a.ts', "export const url: string = 'https://known.example/x';\n"]]);
const change = (after: string, path = 'src/a.ts') => [{ path, before: BASE.get(path) ?? null, after }];

describe('the words of a patch', () => {
  it.each([
    ['an address in pieces', "export const url = 'https://ev' + 'il.com/x';", 'says https://evil.com'], ['a variable', 'export const k = process.env.KEY;', 'says process.env.KEY'], ['code of a text', "eval('1');", 'says eval'], ['a module', "import fs from 'node:fs';\nfs.rmSync('x');", 'says from"node:fs"'], ['a silenced tool', '// @ts-ignore\nexport const a = 1;', 'says @ts-ignore'],
  ])('tell %s', (_, text, word) => {
    expect(suspectWords(BASE, change(text))).toContain(word);
  });

  it('tell files that no patch may touch', () => {
    expect(suspectWords(BASE, change('{}', 'package.json'))).toContain('touches package.json');
    expect(suspectWords(BASE, change('x', 'src/../../x.ts'))).toContain('leaves the service: src/../../x.ts');
  });

  it('tell nothing of what was there, nor of what only computes', () => {
    expect(suspectWords(BASE, change("export const url = 'https://known.example/y';\nexport const sum = (a: number[]) => a.reduce((x, y) => x + y, 0);\n"))).toEqual([]);
  });

  it('are not words of a sentence, whatever it quotes; words of a text that could be a name are', () => {
    expect(suspectWords(BASE, change(`export const mark = "don't";\nexport const told = 'Use "eval" and require("child_process") here.';\nexport const url = 'https://known.example/x';\n`))).toEqual([]);
    expect(suspectWords(BASE, change(`export const mark = "don't";\nexport const name = 'child_process';\n`))).toEqual(['says child_process']);
  });

  it('are the same program where only comments and types differ', () => {
    expect(isSameProgram(change("// a word\nexport const url = 'https://known.example/x';\n"))).toBe(true);
    expect(isSameProgram(change("export const url = 'https://known.example/y';\n"))).toBe(false);
  });
});
