import { buildSync } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../shared/probe/probe.ts', import.meta.url));

/** Builds the package `@pawl/probe` into a folder: one JavaScript module, its declarations, its package.json. */
export async function buildProbePackage(into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  buildSync({ entryPoints: [ENTRY], outfile: join(into, 'probe.js'), bundle: true, platform: 'node', format: 'esm', target: 'node20', sourcemap: true, sourcesContent: false, logLevel: 'silent' });
  writeFileSync(join(into, 'probe.d.ts'), await declarations());
  writeFileSync(join(into, 'package.json'), `${JSON.stringify(PACKAGE, undefined, 2)}\n`);
}

const PACKAGE = {
  name: '@pawl/probe',
  version: '0.1.0',
  description: 'One line of JSON an invocation: what a Lambda function did, how long it took, whom it called.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  exports: { '.': { types: './probe.d.ts', default: './probe.js' } },
};

/** The public side of the entry file; loaded late, since the compiler is large. */
async function declarations(): Promise<string> {
  const { default: typescript } = await import('typescript');
  const { outputText } = typescript.transpileDeclaration(readFileSync(ENTRY, 'utf8'), { fileName: 'probe.ts', compilerOptions: { target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.NodeNext } });
  return outputText;
}
