import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import ts from 'typescript';
import { buildProbePackage } from '../../../../local/host/probe-package.ts';

let service: string;
beforeAll(async () => {
  service = mkdtempSync(join(tmpdir(), 'pawl-probe-'));
  mkdirSync(join(service, 'node_modules/@pawl'), { recursive: true });
  await buildProbePackage(join(service, 'node_modules/@pawl/probe'));
  writeFileSync(join(service, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(service, 'handler.ts'),
    `import { probe, cacheHit } from '@pawl/probe';
export const handler = probe(async (event: { id: number }): Promise<{ statusCode: number }> => {
  cacheHit('x');
  return { statusCode: 200 + event.id };
});
export const answer: Promise<{ statusCode: number }> = handler({ id: 1 });
`,
  );
  writeFileSync(join(service, 'main.ts'), `import { answer } from './handler.ts';\nconsole.log(JSON.stringify(await answer));\n`);
});
afterAll(() => rmSync(service, { recursive: true, force: true }));

test('a service that installed the package runs with it', () => {
  const run = (environment: NodeJS.ProcessEnv): string[] => execFileSync(process.execPath, ['main.ts'], { cwd: service, env: environment, encoding: 'utf8' }).trim().split('\n');
  expect(run({})).toEqual(['{"statusCode":201}']);
  const [record, answer] = run({ AWS_LAMBDA_FUNCTION_NAME: 'f' });
  expect(JSON.parse(record ?? '')).toMatchObject({ pawl: 'invocation', status: 201, cold: true, cache: { x: { hits: 1, misses: 0 } } });
  expect(answer).toBe('{"statusCode":201}');
});

test('the handler keeps its type, under strict settings', () => {
  const program = ts.createProgram([join(service, 'handler.ts')], {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    exactOptionalPropertyTypes: true,
  });
  const own = ts.getPreEmitDiagnostics(program).filter(({ file }) => file?.fileName.startsWith(service) === true);
  expect(own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
