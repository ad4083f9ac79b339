import { createHmac } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import { aboutOf, linkOf } from '../domain/notice-about.ts';
import { channelId, type NoticeChannel } from '../domain/notice-channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { ItemStore } from '../ports/item-store.ts';
import type { NoticeDelivery, PostNotice } from '../ports/notice-post.ts';
import { GIVE_UP_AFTER_MS, waitMs } from '../rules/notices/next-try.ts';
import { slackBody, webhookBody, type Outgoing } from '../rules/notices/notice-bodies.ts';
import type { NoticePlace } from '../rules/notices/place-from-environment.ts';
import { Outbox, type ClaimedEntry, type OutboxEntry } from '../store/outbox.ts';

/** Longer than a post takes with everything that may slow it down. */
const CLAIM_MS = 60_000;
const AT_ONCE = 8;

export type DeliverDependencies = {
  readonly store: ItemStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly channels: readonly NoticeChannel[];
  /** Address and secret of a channel, or the name of what is missing. */
  readonly placeOf: (channel: NoticeChannel) => Promise<NoticePlace | { readonly missing: string }> | NoticePlace | { readonly missing: string };
  readonly post: PostNotice;
  readonly host: Pick<Host, 'notify'>;
  /** In [0, 1). */
  readonly random: () => number;
  /** Where the page is, if anywhere. */
  readonly address?: () => Promise<string | undefined> | string | undefined;
};

export type Delivered = { readonly delivered: number; readonly postponed: number; readonly givenUp: number };

/** Sends everything in the outbox that is due, once, and says when what failed is tried again. Any number of processes may do so at the same time. */
export const deliverNotices = async (dependencies: DeliverDependencies): Promise<Delivered> => {
  const outbox = new Outbox(dependencies.store);
  const due = await outbox.due(dependencies.clock.now());
  const counts = { delivered: 0, postponed: 0, givenUp: 0 };
  const next = due.values();
  const work = async (): Promise<void> => {
    for (const entry of next) {
      const became = await deliver(dependencies, outbox, entry);
      if (became !== undefined) counts[became] += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, work));
  return counts;
};

const deliver = async (dependencies: DeliverDependencies, outbox: Outbox, found: ClaimedEntry): Promise<keyof Delivered | undefined> => {
  const { clock, channels, post, host, random } = dependencies;
  const claimed = await outbox.claim(found, clock.now() + CLAIM_MS);
  if (!claimed) return undefined;
  const { entry } = claimed;
  const channel = channels.find((one) => channelId(one) === entry.channel);
  if (channel === undefined) {
    await outbox.remove(claimed);
    return 'givenUp';
  }
  const prepared = await prepare(dependencies, channel, entry);
  const posted = 'problem' in prepared ? { ok: false as const, problem: prepared.problem } : await post(prepared);
  if (posted.ok) {
    await outbox.remove(claimed);
    return 'delivered';
  }
  const nextAt = clock.now() + waitMs(entry.attempts, random(), 'askedMs' in posted ? posted.askedMs : undefined);
  const isOver = nextAt > entry.createdAt + GIVE_UP_AFTER_MS;
  if (isOver || entry.attempts === 1) {
    const text = `${entry.channel} could not be told “${entry.notice.subject}”: ${posted.problem}. ${isOver ? 'It was tried for a day and is given up.' : `It is tried again from ${new Date(nextAt).toISOString()} on, for a day.`}`;
    host.notify({ code: isOver ? 'PAWL-NOTICE-902' : 'PAWL-NOTICE-900', level: 'warning', text, data: { key: entry.notice.key, channel: entry.channel, attempts: entry.attempts } });
  }
  await (isOver ? outbox.remove(claimed) : outbox.postpone(claimed, nextAt));
  return isOver ? 'givenUp' : 'postponed';
};

/** What is posted where; the time is now, so that each try has a signature of its own that is not too old. */
const prepare = async ({ clock, placeOf, address }: DeliverDependencies, channel: NoticeChannel, { id, createdAt, notice }: OutboxEntry): Promise<NoticeDelivery | { readonly problem: string }> => {
  try {
    const place = await placeOf(channel);
    if ('missing' in place) return { problem: `${place.missing} is not set` };
    const link = notice.link ?? linkOf(notice.improvementId, await address?.());
    const outgoing: Outgoing = { ...notice, id, at: createdAt, about: aboutOf(notice), link };
    const body = channel.kind === 'slack' ? slackBody(outgoing) : webhookBody(outgoing);
    const headers = { 'content-type': 'application/json', 'user-agent': 'pawl', ...(channel.kind === 'slack' ? {} : { 'idempotency-key': id, ...signature(place.secret, clock.now(), body) }) };
    return { url: place.url, headers, body, privateAddresses: channel.privateAddresses };
  } catch (error) {
    // Whatever keeps the secrets may be down; its words may hold names, not values.
    return { problem: `its address or secret could not be read (${error instanceof Error ? error.name : 'unknown'})` };
  }
};

/** `Pawl-Signature: t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body", hexadecimal>`. */
const signature = (secret: string | undefined, now: Instant, body: string): Record<string, string> => {
  if (secret === undefined) return {};
  const seconds = Math.floor(now / 1000);
  return { 'pawl-signature': `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}` };
};
