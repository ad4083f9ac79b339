import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A text file's bytes, unpacked, with the encoding that its first bytes tell; `bytesRead`: of the file, so far. */
export type OpenText = { readonly bytes: Readable; readonly encoding: 'utf8' | 'utf16le'; readonly bytesRead: () => number };

const CHUNK_BYTES = 1 << 20;

/**
 * Opens a file of text: gzip and UTF-16 (little end first, as Windows writes it) are known by their first bytes, whatever the file's name.
 * Throws what the file system throws; a damaged gzip file ends the bytes with an error that names the file.
 */
export const openText = async (path: string): Promise<OpenText> => {
  const [first, second] = await firstBytes(path);
  const raw = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bytesRead = (): number => raw.bytesRead;
  if (first === 0x1f && second === 0x8b) return { bytes: Readable.from(unpacked(raw, path), { objectMode: false }), encoding: 'utf8', bytesRead };
  return { bytes: raw, encoding: first === 0xff && second === 0xfe ? 'utf16le' : 'utf8', bytesRead };
};

async function* unpacked(raw: Readable, path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of pipeline(raw, createGunzip(), () => {}) as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw new Error(`${path} cannot be unpacked: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

const firstBytes = async (path: string): Promise<readonly [number | undefined, number | undefined]> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, null);
    return [bytesRead > 0 ? buffer[0] : undefined, bytesRead > 1 ? buffer[1] : undefined];
  } finally {
    await file.close();
  }
};
