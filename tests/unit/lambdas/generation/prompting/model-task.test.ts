import { describe, expect, it } from 'vitest';
import type { CodeContext } from '../../../../../lambdas/generation/prompting/code-context.ts';
import { complexityOf, riskBefore, riskOfChange } from '../../../../../lambdas/generation/prompting/model-task.ts';

const context = (files: number, lines: number, at = ['src/a.ts']): CodeContext => ({
  files: Array.from({ length: files }, (_, index) => ({ path: `src/f${index}.ts`, text: '\n'.repeat(Math.floor(lines / files)), whole: true, role: 'code' as const })), at, leftOut: [],
});

describe('how hard a task is', () => {
  it.each([
    ['recurring-exception', 2, 100, 'low'],
    ['recurring-exception', 5, 600, 'medium'],
    ['recurring-exception', 12, 600, 'high'],
    ['super-linear-work', 1, 20, 'high'],
  ] as const)('follows kind and code: %s in %i files of %i lines is %s', (kind, files, lines, expected) => {
    expect(complexityOf({ kind }, context(files, lines))).toBe(expected);
  });
});

describe('how much a change may harm', () => {
  const change = (path: string, after: string) => [{ path, before: 'export const a = (n: number): number => n;\n', after }];

  it('is at least high where the frames lie in code about rights', () => {
    expect(riskBefore({ risk: 'low' }, context(1, 1, ['src/auth/check-token.ts']))).toBe('high');
    expect(riskBefore({ risk: 'medium' }, context(1, 1, ['src/authors/list.ts']))).toBe('medium');
  });

  it('is the greatest of what was found before, what the author says and what the change touches', () => {
    const small = 'export const a = (n: number): number => n + 0;\n';
    expect(riskOfChange('low', undefined, change('src/a.ts', small))).toBe('low');
    expect(riskOfChange('low', 'medium', change('src/a.ts', small))).toBe('medium');
    expect(riskOfChange('low', 'low', change('src/login.ts', small))).toBe('high');
  });
});
