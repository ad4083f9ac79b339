import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { openText } from '../../lab/open-text.ts';
import { UsageProblem } from './usage-problem.ts';

/** The lines of a file, or of standard input for `-`, and how many of how many bytes were read so far (`of` is 0 where that is not known). */
export type LineSource = { readonly lines: AsyncIterable<string>; readonly progress: () => { readonly bytes: number; readonly of: number } };

/** Throws with the file's name where it cannot be read. */
export const readLines = async (file: string): Promise<LineSource> => {
  if (file === '-') return { lines: createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }), progress: () => ({ bytes: 0, of: 0 }) };
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new UsageProblem(error.code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read: ${error.message}.`, { cause: error });
  });
  if (!found.isFile()) throw new UsageProblem(`${file} is not a file.`);
  const { bytes, encoding, bytesRead } = await openText(file);
  return { lines: createInterface({ input: bytes.setEncoding(encoding), crlfDelay: Number.POSITIVE_INFINITY }), progress: () => ({ bytes: bytesRead(), of: found.size }) };
};
