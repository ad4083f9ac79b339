import { buildSync } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROBE = join(ROOT, 'shared/probe');

/**
 * Builds the package `@pawl/probe` into a folder, ready to be installed or published: a module for `import` and one for `require`, the
 * declarations of each, its manifest, and its documentation as README.md. The same source gives the same bytes.
 */
export async function buildProbePackage(into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  // No source maps: the modules are readable, and a map would name the folders of the machine it was made on.
  for (const [name, format] of [['probe.js', 'esm'], ['probe.cjs', 'cjs']] as const) {
    buildSync({ entryPoints: [join(PROBE, 'probe.ts')], outfile: join(into, name), format, absWorkingDir: ROOT, bundle: true, platform: 'node', target: 'node20', logLevel: 'silent' });
  }
  const types = await declarations();
  for (const name of ['probe.d.ts', 'probe.d.cts']) writeFileSync(join(into, name), types);
  copyFileSync(join(PROBE, 'package.json'), join(into, 'package.json'));
  copyFileSync(join(ROOT, 'docs/probe.md'), join(into, 'README.md'));
}

/** The public side of the entry file; loaded late, since the compiler is large. */
async function declarations(): Promise<string> {
  const { default: typescript } = await import('typescript');
  const { outputText } = typescript.transpileDeclaration(readFileSync(join(PROBE, 'probe.ts'), 'utf8'), { fileName: 'probe.ts', compilerOptions: { target: typescript.ScriptTarget.ES2022, module: typescript.ModuleKind.NodeNext } });
  return outputText;
}
