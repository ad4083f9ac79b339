import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Page, PageFile } from '../../ports/page.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.woff2': 'font/woff2',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);

type Kept = Readonly<Record<'plain' | 'br' | 'gzip', PageFile | undefined>>;

/**
 * The page's files out of a folder, read and compressed once, at the first question. Only what was in the folder then is ever answered, by its own
 * name: an address is a key and never becomes a path. Names under `assets/` carry a digest of their content.
 */
export const pageFolder = (folder: string): Page => {
  let files: Promise<ReadonlyMap<string, Kept>> | undefined;
  return {
    file: async (path, acceptEncoding) => {
      files ??= readFolder(folder);
      const kept = (await files).get(path);
      return (accepts(acceptEncoding, 'br') ? kept?.br : undefined) ?? (accepts(acceptEncoding, 'gzip') ? kept?.gzip : undefined) ?? kept?.plain;
    },
  };
};

const readFolder = async (folder: string): Promise<ReadonlyMap<string, Kept>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [`/${relative(folder, path).replaceAll(sep, '/')}`, await read(folder, path)] as const)));
};

const read = async (folder: string, path: string): Promise<Kept> => {
  const bytes = await readFile(path);
  const extension = extname(path);
  const plain: PageFile = { bytes, contentType: TYPES[extension] ?? 'application/octet-stream', immutable: relative(folder, path).startsWith(`assets${sep}`) };
  if (!COMPRESSED.has(extension)) return { plain, br: undefined, gzip: undefined };
  const [br, gzipped] = await Promise.all([promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }), promisify(gzip)(bytes)]);
  return { plain, br: { ...plain, bytes: br, encoding: 'br' }, gzip: { ...plain, bytes: gzipped, encoding: 'gzip' } };
};

const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
    return name === encoding && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
