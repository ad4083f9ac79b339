import { defineConfig } from 'vitest/config';

/** Each room of tests is a project, so that `npm run check` can run the quick ones alone. */
const room = (name: string, options: { timeoutMs: number; parallel: boolean; folder?: string; exclude?: readonly string[] }) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${options.folder ?? name}/**/*.test.ts`],
    exclude: [...(options.exclude ?? [])],
    testTimeout: options.timeoutMs,
    hookTimeout: options.timeoutMs,
    fileParallelism: options.parallel,
  },
});

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
      room('emulator', { folder: 'e2e/emulator', timeoutMs: 300_000, parallel: true }),
      room('e2e', { exclude: ['tests/e2e/emulator/**'], timeoutMs: 300_000, parallel: false }),
    ],
    coverage: {
      provider: 'v8',
      include: ['shared/**/*.ts', 'lambdas/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'json'],
      reportsDirectory: 'coverage',
    },
  },
});
