import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';
import { consoleNotifier } from '../../shared/adapters/local/console-notifier.ts';
import { fileFlags } from '../../shared/adapters/local/file-flags.ts';
import { inProcessBus } from '../../shared/adapters/local/in-process-bus.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { postNotice } from '../../shared/adapters/webhook/post-notice.ts';
import { deliverNotices } from '../../shared/commands/deliver-notices.ts';
import { NoticeChannel } from '../../shared/domain/notice-channel.ts';
import type { BusEvent } from '../../shared/ports/bus.ts';
import { placeFromEnvironment } from '../../shared/rules/notices/place-from-environment.ts';
import { outboxNotifier } from '../../shared/store/outbox-notifier.ts';
import { listenHttp } from '../support/http-listener.ts';
import { testClock } from '../support/test-clock.ts';
import { describeBus } from './bus.ts';
import { describeFlags } from './flags.ts';
import { describeNotifier } from './notifier.ts';

const folder = await mkdtemp(join(tmpdir(), 'pawl-flags-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describeNotifier('console', async () => {
  const host = createRecordingHost();
  return { notifier: consoleNotifier(host), told: () => host.messages.map(({ text }) => text) };
});

describeNotifier('webhook, through the outbox', async () => {
  const listener = await listenHttp();
  const clock = testClock();
  const store = new SqliteItemStore(':memory:', clock);
  const host = createRecordingHost();
  const channels = [NoticeChannel.parse({ kind: 'webhook', url: listener.url, privateAddresses: true })];
  const outbox = outboxNotifier({ store, clock, channels, host });
  const deliver = () => deliverNotices({ store, clock, channels, placeOf: (channel) => placeFromEnvironment(channel, {}), post: postNotice(), host, random: Math.random });
  return {
    notifier: { send: async (notice) => (await outbox.send(notice), void (await deliver())) },
    told: () => listener.bodies.map((body) => JSON.parse(body) as { subject: string; text: string }).map(({ subject, text }) => `${subject}\n${text}`),
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
