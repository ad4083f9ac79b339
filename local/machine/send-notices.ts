import { postNotice } from '../../shared/adapters/webhook/post-notice.ts';
import { deliverNotices, type Delivered } from '../../shared/commands/deliver-notices.ts';
import type { Host } from '../../shared/ports/host.ts';
import { placeFromEnvironment } from '../../shared/rules/notices/place-from-environment.ts';
import { runningDoors } from '../doors/doors-file.ts';
import { withDotenv } from '../settings/load-config.ts';
import type { Machine } from './machine.ts';

/**
 * Sends what waits for Slack and webhooks. One sending at a time in this process: whoever asks meanwhile is answered at once, so that a receiver that hangs
 * holds up neither tick nor guard.
 */
export const noticeSender = (machine: Machine, configFile: string, host: Pick<Host, 'notify'>): (() => void) => {
  const { store, clock, folder, config: { settings: { notifications: channels = [] } } } = machine;
  const post = postNotice();
  let underWay: Promise<Delivered | void> | undefined;
  return () => {
    if (channels.length === 0 || underWay !== undefined) return;
    const placeOf = (channel: (typeof channels)[number]) => placeFromEnvironment(channel, withDotenv(configFile, process.env));
    underWay = deliverNotices({ store, clock, channels, placeOf, post, host, random: Math.random, address: () => runningDoors(folder)?.url })
      .catch((error: unknown) => host.notify({ code: 'PAWL-NOTICE-904', level: 'warning', text: `Slack and webhooks could not be told; the next look tries again: ${error instanceof Error ? error.message : String(error)}` }))
      .finally(() => (underWay = undefined));
  };
};
