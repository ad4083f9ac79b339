import { describe, expect, it } from 'vitest';
import { checkSyntax } from '../../../../../shared/rules/gate/syntax.ts';

const check = (path: string, text: string) => checkSyntax(new Map([[path, text]]), [path]);

describe('syntax', () => {
  it.each([['a.ts', 'export const a: number = 1;'], ['a.tsx', 'export const A = () => <b>x</b>;'], ['a.js', 'module.exports = { a: 1 };'], ['a.mts', 'export default class { accessor x = 1; }'], ['a.json', '{ "a": 1 }'], ['a.txt', '}{'], ['a.d.ts', 'declare const a: 1;']])('accepts %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  it.each([['a.ts', 'const a = 1;\nconst = 2;', 2], ['a.js', 'function {', 1], ['a.tsx', 'const A = <b>;', 1], ['a.mjs', '\n\nreturn )', 3]])('names the line in %s that cannot be read', (path, text, line) => {
    expect(check(path, text)[0]).toMatchObject({ path, line });
  });

  it('reads JSON strictly', () => {
    expect(check('data.json', '{ a: 1 }')).toHaveLength(1);
  });

  it('passes over files that are deleted', () => {
    expect(checkSyntax(new Map(), ['gone.ts'])).toEqual([]);
  });
});
