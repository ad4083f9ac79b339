import { fileURLToPath } from 'node:url';
import { startWorld, type World, type WorldOptions } from '../../localstack/world.ts';

const WORLDS = fileURLToPath(new URL('../../.emulator/world/', import.meta.url));

/** Pawl and the example service on an emulator of their own, or what is missing for it. `name` is the folder it is built in. */
export async function startEmulatorWorld(name: string, options: Omit<WorldOptions, 'folder'>): Promise<World | { readonly missing: string }> {
  const world = await startWorld({ folder: `${WORLDS}${name}`, ...options });
  if ('missing' in world) process.stderr.write(`Skipped, there is no emulator. ${world.missing}\n`);
  return world;
}
