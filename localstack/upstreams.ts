import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const UPSTREAMS = fileURLToPath(new URL('../examples/orders/upstreams.ts', import.meta.url));
const Announcement = z.object({ catalogue: z.url(), payments: z.url() });

/** The services that the example service asks, on this machine: functions of the emulator reach them on loopback. */
export type Upstreams = z.infer<typeof Announcement> & { stop(): Promise<void> };

/** Starts them as a process of their own. `flags` as the example's `upstreams.ts` takes them. Throws when they do not come up. */
export async function startUpstreams(flags: readonly string[] = []): Promise<Upstreams> {
  const child = spawn(process.execPath, [UPSTREAMS, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const announced = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The services that orders asks ended with ${String(code)}.`)));
  });
  process.once('exit', () => child.kill());
  return {
    ...Announcement.parse(JSON.parse(announced)),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
