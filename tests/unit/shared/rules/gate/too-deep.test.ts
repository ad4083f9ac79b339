import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTooDeep } from '../../../../../shared/rules/gate/too-deep.ts';

const times = (text: string, count: number): string => text.repeat(count);

describe('code that nests too deeply', () => {
  it.each([
    ['brackets', `export const a = ${times('(', 60_000)}1${times(')', 60_000)};`],
    ['lists', `export const a = ${times('[', 60_000)}${times(']', 60_000)};`],
    ['a sum', `export const a = 1${times(' + 1', 1000)};`],
    ['a chain', `export const a = b${times('.then(x => x)', 600)};`],
    ['branches', `${times('if (a) {} else ', 7000)}{}`],
    ['blocks', times('{', 60_000) + times('}', 60_000)],
    ['templates', `export const a = ${times('`${', 20_000)}1${times('}`', 20_000)};`],
    ['an element', `export const a = ${times('<b>', 5000)}${times('</b>', 5000)};`],
  ])('is told from %s', (_, text) => {
    expect(isTooDeep('src/a.tsx', text)).toBe(true);
  });

  it('is none of the code that people write', () => {
    const folder = new URL('../../../../../lambdas/generation', import.meta.url).pathname;
    const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.filter((path) => isTooDeep(path, readFileSync(join(folder, path), 'utf8')))).toEqual([]);
    expect(isTooDeep('a.ts', `export const all = [${times('{ a: 1 },\n', 5000)}];`)).toBe(false);
    expect(isTooDeep('notes.md', times('(', 60_000))).toBe(false);
  });
});
