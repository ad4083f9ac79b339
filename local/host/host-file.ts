import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from './atomic-file.ts';

/** Where a running host is and the token of its admin door; for its owner's eyes only. */
export const HostFile = z.object({ url: z.string(), port: z.number().int(), token: z.string(), pid: z.number().int() });
export type HostFile = z.infer<typeof HostFile>;

const pathIn = (stateDir: string): string => join(stateDir, 'host.json');

/** `undefined` when no host was ever started there, or the file cannot be understood. */
export function readHostFile(stateDir: string): HostFile | undefined {
  const path = pathIn(stateDir);
  if (!existsSync(path)) return undefined;
  try {
    return HostFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export const writeHostFile = (stateDir: string, file: HostFile): void => replaceFile(pathIn(stateDir), JSON.stringify(file), 0o600);
