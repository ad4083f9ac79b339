import type { Patch } from '../../../../shared/domain/remedy.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import type { SourceTree } from '../../../../shared/ports/source-repository.ts';

/** A whole small service on which every patch passes; each test varies one thing. */
export const RATE = 'export function rate(n: number): number {\n  return n > 3 ? 2 : 1;\n}\n';

export const FILES: ReadonlyMap<string, string> = new Map(Object.entries({
  'package.json': JSON.stringify({ name: 'small', type: 'module' }),
  'tsconfig.json': '{\n  // as teams write it\n  "compilerOptions": { "strict": true, "target": "es2024", "lib": ["es2024"], "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true, "types": [] },\n  "include": ["src"]\n}\n',
  'src/handler.ts': "import { rate } from './rate.ts';\n\nexport const handler = async (event: { n: number }): Promise<number> => event.n * rate(event.n);\n",
  'src/rate.ts': RATE,
  'test/handler.test.ts': "import { test } from 'node:test';\nimport assert from 'node:assert/strict';\nimport { handler } from '../src/handler.ts';\n\ntest('small', async () => { assert.equal(await handler({ n: 1 }), 1); });\ntest('big', async () => { assert.equal(await handler({ n: 5 }), 10); });\n",
}));

export const TREE: SourceTree = { commit: 'c0ffee', files: FILES, skipped: [] };

export const TARGET: Target = {
  id: 'small', functionName: 'small', alias: 'live', shared: false, repository: { location: '/nowhere', branch: 'main', directory: '.' }, entry: 'src/handler.ts', handlerExport: 'handler',
  test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 3, memoryMb: 256, concurrency: 1 }, environment: {}, autonomy: { recipe: 'approve', model: 'approve', person: 'approve' }, scope: ['src'],
};

/** A patch of `src/rate.ts`. */
export const patchOf = (after: string, change: Partial<Patch> = {}): Patch => ({
  kind: 'patch', author: { kind: 'recipe', name: 'guard-null' }, title: 'Name the limit', reason: 'Measured.', baseCommit: 'c0ffee', confidence: 0.9, risk: 'low',
  files: [{ path: 'src/rate.ts', before: RATE, after }], ...change,
});

export const GOOD = 'const LIMIT = 3;\n\nexport function rate(n: number): number {\n  if (n > LIMIT) return 2;\n  return 1;\n}\n';
