import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import { fileFlags } from '../../shared/adapters/local/file-flags.ts';
import { inProcessBus } from '../../shared/adapters/local/in-process-bus.ts';
import { webhookNotifier } from '../../shared/adapters/local/webhook-notifier.ts';
import type { BusEvent } from '../../shared/ports/bus.ts';
import { listenHttp } from '../support/http-listener.ts';
import { describeBus } from './bus.ts';
import { describeFlags } from './flags.ts';
import { describeNotifier } from './notifier.ts';

const folder = await mkdtemp(join(tmpdir(), 'pawl-flags-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describeNotifier('console', async () => {
  const host = createRecordingHost();
  return { notifier: consoleNotifier(host), told: () => host.messages.map(({ text }) => text) };
});

describeNotifier('webhook', async () => {
  const listener = await listenHttp();
  return {
    notifier: webhookNotifier({ url: listener.url, host: createRecordingHost() }),
    told: () => listener.bodies.map((body) => (JSON.parse(body) as { text: string }).text),
    end: async () => await listener[Symbol.asyncDispose](),
  };
});

describeBus('in one process', async () => {
  const bus = inProcessBus();
  const events: BusEvent[] = [];
  bus.subscribe((event) => events.push(event));
  return { bus, received: () => events.map(({ type, detail }) => ({ type, detail })) };
});

let files = 0;
describeFlags('a file', async () => {
  const file = join(folder, `flags-${(files += 1)}.json`);
  const host = createRecordingHost();
  return { flags: fileFlags(file, host), set: async (text) => await writeFile(file, text), messages: host.messages };
});
