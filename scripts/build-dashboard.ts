/** Builds the page into `dist/dashboard`: `node scripts/build-dashboard.ts [--force]`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'dashboard');
const OUT = join(ROOT, 'dist', 'dashboard');
/** Beside the page, not in it: what is served holds nothing else. */
const MADE_FROM = join(ROOT, 'dist', 'dashboard.digest');

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

/** One digest of everything that the page is made of: its sources, the types it shares, and the versions of what builds it. */
const digestOfSources = (): string => {
  const hash = createHash('sha256');
  for (const file of [...filesIn(PAGE), join(ROOT, 'package-lock.json')]) hash.update(`${relative(ROOT, file)}\n`).update(readFileSync(file)).update('\n');
  return hash.digest('hex');
};

export type BuiltDashboard = { readonly folder: string; readonly built: boolean };

/**
 * Builds the page when its sources are not those of the last build, and says where it lies. A second or two; a few milliseconds when nothing changed.
 * Throws what the build says when the sources do not compile.
 */
export const buildDashboard = async ({ force = false }: { readonly force?: boolean } = {}): Promise<BuiltDashboard> => {
  const digest = digestOfSources();
  const isFresh = !force && existsSync(join(OUT, 'index.html')) && existsSync(MADE_FROM) && readFileSync(MADE_FROM, 'utf8') === digest;
  if (isFresh) return { folder: OUT, built: false };
  // Built aside and moved into place: whoever serves the page, or builds it at the same time, never meets half of one.
  const aside = `${OUT}.${process.pid}`;
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  // A test runner says `test`, and what is built then is larger and meant for developers: it would lie there for everybody else, too.
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile: join(PAGE, 'vite.config.ts'), root: PAGE, mode: 'production', logLevel: 'error', build: { outDir: aside } });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
  rmSync(OUT, { recursive: true, force: true });
  renameSync(aside, OUT);
  writeFileSync(MADE_FROM, digest);
  return { folder: OUT, built: true };
};

const brotli = (bytes: Buffer): number => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

if (import.meta.main) {
  const { folder, built } = await buildDashboard({ force: process.argv.includes('--force') });
  const sizes = filesIn(folder).map((file) => ({ name: relative(folder, file), bytes: readFileSync(file) }));
  for (const { name, bytes } of sizes) process.stdout.write(`${name.padEnd(48)}${String(bytes.length).padStart(8)} bytes, ${brotli(bytes)} compressed\n`);
  process.stdout.write(`${built ? 'Built' : 'Already built'}: ${folder}, ${sizes.reduce((sum, { bytes }) => sum + brotli(bytes), 0)} bytes compressed\n`);
}
