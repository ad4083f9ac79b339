import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Host, Message } from '../../shared/ports/host.ts';
import type { StateFolder } from './state-folder.ts';

const PHASE_PROCESS = fileURLToPath(new URL('phase-process.ts', import.meta.url));

const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), message: z.custom<Message>() }),
  z.object({ kind: z.literal('decision'), decision: z.unknown() }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);

/** Runs a phase in a process of its own, as each step is a function of its own on AWS. Rejects when it fails or dies. */
export const isolatedPhase = async <Decision>(phase: 'generate' | 'validate' | 'learn' | 'report', input: object, { configFile, folder, host }: { configFile: string; folder: StateFolder; host: Host }): Promise<Decision> => {
  const child = fork(PHASE_PROCESS, [phase, configFile, folder.root], { execArgv: [], detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    return await new Promise<Decision>((resolve, reject) => {
      child.on('message', (raw) => {
        const told = Told.parse(raw);
        if (told.kind === 'message') host.notify(told.message);
        if (told.kind === 'decision') resolve(told.decision as Decision);
        if (told.kind === 'error') reject(new Error(told.message));
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`The ${phase} process ended without a decision (${signal ?? code ?? 'unknown'}).`)));
      child.send(input);
    });
  } finally {
    if (child.connected) child.disconnect();
  }
};
