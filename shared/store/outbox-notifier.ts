import { isFor, linkOf } from '../domain/notice-about.ts';
import { channelId, type NoticeChannel } from '../domain/notice-channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { Notice, Notifier } from '../ports/notifier.ts';
import { Improvements } from './improvements.ts';
import { Outbox } from './outbox.ts';

export type OutboxNotifierOptions = {
  readonly store: ItemStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly channels: readonly NoticeChannel[];
  readonly host: Pick<Host, 'notify'>;
};

/**
 * Puts notices where `deliverNotices` finds them, for the channels that want them; what is in there survives the process. When it cannot be put in,
 * the host is told (`PAWL-NOTICE-903`) and no error is thrown.
 */
export const outboxNotifier = ({ store, clock, channels, host }: OutboxNotifierOptions): Notifier => {
  const outbox = new Outbox(store);
  const improvements = new Improvements(store);
  /** Whose it is, where a channel asks and the notice names an improvement only. */
  const owned = async (notice: Notice): Promise<Notice> => {
    if (notice.tenantId !== undefined || notice.improvementId === undefined || channels.every(({ tenants }) => tenants === undefined)) return notice;
    const tenantId = (await improvements.find(notice.improvementId))?.tenantId;
    return tenantId === undefined ? notice : { ...notice, tenantId };
  };
  return {
    async send(said) {
      try {
        const notice = await owned(said);
        const wanting = [...new Set(channels.filter((channel) => isFor(channel, notice)).map(channelId))];
        if (wanting.length > 0) await outbox.put(notice, wanting, clock.now());
      } catch (error) {
        host.notify({ code: 'PAWL-NOTICE-903', level: 'warning', text: `“${said.subject}” could not be kept for Slack and webhooks: ${error instanceof Error ? error.message : String(error)}`, data: { key: said.key } });
      }
    },
  };
};

/** Tells each of them in turn, whatever becomes of the others, with a link to the page where there is one. */
export const tellAll = (notifiers: readonly Notifier[], address: () => string | undefined = () => undefined): Notifier => ({
  async send(notice) {
    const link = notice.link ?? linkOf(notice.improvementId, address());
    for (const notifier of notifiers) await notifier.send(link === undefined ? notice : { ...notice, link }).catch(() => undefined);
  },
});
