import type { Target } from '../domain/target.ts';

export type TestRunner = Target['test']['runner'];

/** Which of the three known runners a command starts: by the words it holds, `node` when no other is named. */
export function guessRunner(command: readonly string[]): TestRunner {
  const names = command.map((word) => word.replaceAll('\\', '/').split('/'));
  if (names.some((parts) => parts.some((part) => /^vitest(\.mjs|\.cmd)?$/.test(part)))) return 'vitest';
  if (names.some((parts) => parts.some((part) => /^jest(\.js|\.cmd)?$/.test(part)))) return 'jest';
  return 'node';
}
