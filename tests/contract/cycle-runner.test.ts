import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe } from 'vitest';
import { AslCycleRunner } from '../../local/asl/asl-cycle-runner.ts';
import { startEmulator } from '../support/emulator.ts';
import { emulatedMachines } from '../support/emulator-machines.ts';
import { describeCycleRunner } from './cycle-runner.ts';

describeCycleRunner('in this process', async (handlers) => {
  const runner = new AslCycleRunner(handlers, { waitForTargetMs: 1 });
  return {
    runner,
    finished: (_, id) => runner.finished(id),
    until: async (what, question) => {
      for (let tries = 0; tries < 500; tries += 1) {
        if (await question()) return;
        await sleep(5);
      }
      throw new Error(`In vain waited for: ${what}.`);
    },
  };
});

const emulator = await startEmulator({ env: { SFN_WAIT_SCALE: '0' } });
const machines = 'missing' in emulator ? undefined : await emulatedMachines(emulator);
afterAll(async () => {
  await machines?.close();
  if (!('missing' in emulator)) await emulator.stop();
});

describe.skipIf(!machines)('on the emulator', () => {
  if (!machines) return;
  describeCycleRunner('on Step Functions', async (handlers) => {
    machines.use(handlers);
    return {
      runner: machines.runner,
      finished: async (machine, id) => {
        const { name } = await machines.runner.standing(machine, id);
        await machines.ended(machine, name);
      },
      until: async (what, question) => {
        await machines.until(what, question);
      },
    };
  });
});
