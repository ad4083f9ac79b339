import { createWriteStream, rmSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Writes a file of any size piece by piece: under another name until it is whole, so that a stop half-way leaves no half file, nor does
 * Ctrl-C. What the file system refuses is thrown with the path that was asked for, or its folder where that is missing.
 */
export const writeWhole = async (file: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> => {
  const partial = `${file}.${process.pid}.partial`;
  const stop = (signal: keyof typeof SIGNALS): void => {
    rmSync(partial, { force: true });
    process.exit(SIGNALS[signal]);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof Error && 'code' in error && 'path' in error && error.path === partial) error.path = error.code === 'ENOENT' ? dirname(file) : file;
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
};
