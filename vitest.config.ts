import { defineConfig } from 'vitest/config';

/** Each room of tests is a project, so that `npm run check` can run the quick ones alone. */
const room = (name: string, options: { timeoutMs: number; parallel: boolean; include?: readonly string[]; exclude?: readonly string[] }) => ({
  extends: true as const,
  test: {
    name,
    include: [...(options.include ?? [`tests/${name}/**/*.test.ts`])],
    exclude: [...(options.exclude ?? [])],
    testTimeout: options.timeoutMs,
    hookTimeout: options.timeoutMs,
    fileParallelism: options.parallel,
  },
});

const EMULATOR = ['tests/e2e/emulator/**/*.test.ts'];
/** End to end as well, and in no hurry. */
const DOORS = ['tests/e2e/{api,explain,mcp,report,setup}.test.ts', 'tests/e2e/page*.test.ts', 'tests/e2e/examples/**/*.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      room('unit', { timeoutMs: 20_000, parallel: true }),
      room('contract', { timeoutMs: 60_000, parallel: true }),
      room('infra', { timeoutMs: 60_000, parallel: true }),
      room('faults', { timeoutMs: 180_000, parallel: true }),
      // Apart from what needs the processors for itself: these mostly wait for the emulator's clock.
      room('emulator', { include: EMULATOR, timeoutMs: 300_000, parallel: true }),
      room('doors', { include: DOORS, timeoutMs: 300_000, parallel: true }),
      // What is measured against the clock, each alone: canaries under load.
      room('e2e', { exclude: [...EMULATOR, ...DOORS], timeoutMs: 300_000, parallel: false }),
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts', 'lambdas/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'json'],
      reportsDirectory: 'coverage',
    },
  },
});
