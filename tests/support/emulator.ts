import type { MiniStack, MiniStackOptions } from '../../localstack/ministack.ts';
import { startMiniStack } from '../../localstack/ministack.ts';

/** A fresh emulator of AWS for a test file, or what is missing for one. */
export type Emulator = MiniStack | { readonly missing: string };

/**
 * Starts an emulator of its own for a test file; `stop()` ends it, and so does the end of the test's process.
 *
 * ```ts
 * const emulator = await startEmulator();
 * afterAll(async () => { if (!('missing' in emulator)) await emulator.stop(); });
 * describe.skipIf('missing' in emulator)('the item store on DynamoDB', …);
 * ```
 */
export async function startEmulator(options: MiniStackOptions = {}): Promise<Emulator> {
  const emulator = await startMiniStack(options);
  if ('missing' in emulator) process.stderr.write(`Skipped, there is no emulator. ${emulator.missing}\n`);
  return emulator;
}
