import { createHash } from 'node:crypto';
import { dirname, posix, resolve } from 'node:path';
import { build, type BuildFailure, type Loader, type Message, type Plugin } from 'esbuild';
import * as z from 'zod';
import type { PackageJob, Workshop, WorkshopFiles } from '../../ports/workshop.ts';

type PackResult = Awaited<ReturnType<Workshop['pack']>>;

const NAMESPACE = 'service';
const LOADERS: Readonly<Record<string, Loader>> = { '.json': 'json', '.txt': 'text', '.sql': 'text', '.graphql': 'text', '.html': 'text', '.jsx': 'jsx', '.tsx': 'tsx', '.ts': 'ts', '.mts': 'ts', '.cts': 'ts', '.css': 'text' };
const TRIED = ['', '.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.jsx', '.json', '/index.ts', '/index.tsx', '/index.js', '/index.mjs'];
/** TypeScript lets an import name the file that a compiler would write. */
const WRITTEN_AS: readonly (readonly [RegExp, readonly string[]])[] = [[/\.js$/, ['.ts', '.tsx']], [/\.mjs$/, ['.mts']], [/\.cjs$/, ['.cts']], [/\.jsx$/, ['.tsx']]];
/** CommonJS packages inside an ES module still call `require`. */
const BANNER = "import { createRequire as pawlCreateRequire } from 'node:module'; const require = pawlCreateRequire(import.meta.url);";

/**
 * Bundles a service to one ES module for Node 24 with esbuild, which reads the code but never runs it. Files come from memory,
 * packages from `dependencies`; the AWS SDK is left to the runtime. Digest: SHA-256 of the bundle.
 */
export async function packService({ files, dependencies, entry }: PackageJob): Promise<PackResult> {
  const root = dependencies === undefined ? '/' : dirname(resolve(dependencies));
  try {
    const { outputFiles } = await build({
      entryPoints: [entry], plugins: [serviceFiles(files, root)], absWorkingDir: root, outfile: 'index.mjs', write: false,
      ...(dependencies === undefined ? {} : { nodePaths: [resolve(dependencies)] }),
      bundle: true, platform: 'node', format: 'esm', target: 'node24', sourcemap: 'external', sourcesContent: true,
      banner: { js: BANNER }, external: ['@aws-sdk/*'], legalComments: 'none', charset: 'utf8', logLevel: 'silent', tsconfigRaw: compilerOptionsOf(files),
    });
    const bundle = outputFiles.find((file) => file.path.endsWith('.mjs'))?.contents;
    const map = outputFiles.find((file) => file.path.endsWith('.map'))?.text;
    if (bundle === undefined || map === undefined) throw new Error('esbuild wrote no bundle');
    const digest = createHash('sha256').update(bundle).digest('hex');
    return { ok: true, package: { digest, bundle, sourceMap: new TextEncoder().encode(map.replaceAll(`"${NAMESPACE}:`, '"')) } };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { ok: false, errors: error.errors.map(toError) };
  }
}

function serviceFiles(files: WorkshopFiles, root: string): Plugin {
  return {
    name: 'service-files',
    setup(builder) {
      builder.onResolve({ filter: /.*/ }, async ({ path, importer, kind, namespace, pluginData }) => {
        if (kind === 'entry-point') {
          const found = findFile(files, posix.normalize(path));
          return found === undefined ? { errors: [{ text: `The entry ${path} is not among the service's files.` }] } : { path: found, namespace: NAMESPACE };
        }
        if (namespace !== NAMESPACE || pluginData === 'package') return undefined;
        if (path.startsWith('./') || path.startsWith('../') || path === '.' || path === '..') {
          const found = findFile(files, posix.join(posix.dirname(importer), path));
          return found === undefined ? { errors: [{ text: `"${path}" names no file of the service.` }] } : { path: found, namespace: NAMESPACE };
        }
        if (path.startsWith('/')) return { errors: [{ text: `"${path}" lies outside the service.` }] };
        return builder.resolve(path, { kind, resolveDir: root, namespace: 'file', pluginData: 'package' });
      });
      builder.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: files.get(path) ?? '', loader: LOADERS[posix.extname(path)] ?? 'js', resolveDir: root }));
    },
  };
}

function findFile(files: WorkshopFiles, path: string): string | undefined {
  const name = path.replace(/^\.\//, '');
  const exact = TRIED.map((ending) => name + ending).find((candidate) => files.has(candidate));
  if (exact !== undefined) return exact;
  for (const [written, sources] of WRITTEN_AS) {
    const source = written.test(name) ? sources.map((ending) => name.replace(written, ending)).find((candidate) => files.has(candidate)) : undefined;
    if (source !== undefined) return source;
  }
  return undefined;
}

const CompilerOptions = z.object({
  compilerOptions: z.object({
    experimentalDecorators: z.boolean().optional(), useDefineForClassFields: z.boolean().optional(), target: z.string().optional(),
    jsx: z.enum(['preserve', 'react-native', 'react', 'react-jsx', 'react-jsxdev']).optional(), jsxFactory: z.string().optional(), jsxFragmentFactory: z.string().optional(), jsxImportSource: z.string().optional(),
  }).default({}),
});

/** The settings of the service's tsconfig that change what code means. One that cannot be read has none; the types check says so. */
function compilerOptionsOf(files: WorkshopFiles): string {
  try {
    return JSON.stringify(CompilerOptions.parse(JSON.parse(files.get('tsconfig.json') ?? '{}')));
  } catch {
    return '{}';
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error && Array.isArray(error.errors);

function toError({ text, location }: Message): { message: string; path?: string; line?: number } {
  if (location === null) return { message: text };
  return { message: text, path: location.file.replace(`${NAMESPACE}:`, ''), line: location.line };
}
