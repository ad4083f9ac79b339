import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes a file of any size piece by piece: under another name until it is whole, so that a stop half-way leaves no half file. */
export const writeWhole = async (file: string, pieces: AsyncIterable<string>): Promise<void> => {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
};
