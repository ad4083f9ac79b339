import { describe, expect, it } from 'vitest';
import { isSelected } from '../../../../lambdas/validation/tsconfig-glob.ts';

describe('the files that a tsconfig selects', () => {
  it.each([
    ['src/a.ts', ['src'], [], true], ['src/deep/a.ts', ['src/**/*'], [], true], ['src/a.ts', ['./src/**/*.ts'], [], true], ['source/a.ts', ['src'], [], false], ['a.ts', ['**/*'], [], true], ['src/a.ts', ['*.ts'], [], false],
    ['src/a.ts', ['src/?.ts'], [], true], ['src/a+b.ts', ['src/a+b.ts'], [], true], ['src/aab.ts', ['src/a+b.ts'], [], false], ['src/a.test.ts', ['src'], ['**/*.test.ts'], false], ['node_modules/x/a.ts', ['.'], ['node_modules'], false], ['src/node_modules_like.ts', ['src'], ['node_modules'], true],
  ])('%s by %j without %j: %s', (path, included, excluded, expected) => {
    expect(isSelected(path, included, excluded)).toBe(expected);
  });
});
