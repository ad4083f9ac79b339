import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const textOf = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every code that a function may log stands in the runbook', () => {
  const files = globSync(['shared/**/*.ts', 'lambdas/**/*.ts'], { cwd: new URL('../..', import.meta.url).pathname });
  const codes = new Set(files.flatMap((file) => textOf(file).match(/'PAWL-[A-Z]+(?:-[A-Z0-9]+)+'/g) ?? []).map((quoted) => quoted.slice(1, -1)));
  const runbook = textOf('docs/runbook.md');
  expect(codes.size).toBeGreaterThan(30);
  expect([...codes].filter((code) => !runbook.includes(`\`${code}\``))).toEqual([]);
});
