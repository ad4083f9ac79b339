import * as z from 'zod';
import { readDigest, type DigestDependencies } from '../../shared/commands/reads/digest.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { DigestView } from '../../shared/domain/views/digest-view.ts';
import type { BlobStore } from '../../shared/ports/blob-store.ts';
import type { Bus } from '../../shared/ports/bus.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { sightOf } from '../../shared/rules/access/sight.ts';
import { digestMarkdown } from '../../shared/rules/explaining/digest-markdown.ts';
import { tell } from '../../shared/release/tell.ts';

export const DigestInput = z.object({});

export type PublishDigestDependencies = DigestDependencies & { readonly blobs: Pick<BlobStore, 'put' | 'get' | 'locate'>; readonly bus: Bus; readonly notifier: Notifier; readonly clock: Clock };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY = 4 * DAY_MS;
const PUBLISHED_AT_HOUR = 7;

/** The last Monday, 00:00 UTC, whose digest is due at `now`: it is published from 07:00 on. */
export const lastDigestDue = (now: Instant): Instant => FIRST_MONDAY + Math.floor((now - PUBLISHED_AT_HOUR * HOUR_MS - FIRST_MONDAY) / WEEK_MS) * WEEK_MS;

/** Where a week's digest lies in the blob store. */
export const digestKeys = (week: string): { readonly html: string; readonly json: string; readonly markdown: string } => ({ html: `reports/digest-${week}.html`, json: `reports/digest-${week}.json`, markdown: `reports/digest-${week}.md` });

/** Publishes the digest of the week that ended last: to the blob store, on the bus, to people. Told again, it tells nobody twice. */
export const publishDigest = async (_: z.infer<typeof DigestInput>, dependencies: PublishDigestDependencies): Promise<{ reportKey: string; week: string }> => {
  const { blobs, bus, notifier, clock } = dependencies;
  const until = lastDigestDue(clock.now());
  const digest = await readDigest(dependencies, sightOf({ tenants: 'all' }), until);
  const keys = digestKeys(digest.week);
  // The JSON is written last: where it is, all of it is.
  if ((await blobs.get(keys.json)) !== undefined) return { reportKey: keys.html, week: digest.week };
  const { digestPage } = await import('./page/digest-page.ts');
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  await blobs.put(keys.html, encode(digestPage(digest)), 'text/html; charset=utf-8');
  await blobs.put(keys.markdown, encode(digestMarkdown(digest)), 'text/markdown; charset=utf-8');
  await bus.publish({ type: 'report.published', at: clock.now(), detail: { week: digest.week, key: keys.html, headline: digest.headline } });
  await tell({ notifier }, digestNotice(digest, blobs.locate(keys.html)));
  await blobs.put(keys.json, encode(`${JSON.stringify(digest, undefined, 2)}\n`), 'application/json');
  return { reportKey: keys.html, week: digest.week };
};

const digestNotice = ({ week, headline, kept, takenBack, waiting }: DigestView, place: string): Parameters<Notifier['send']>[0] => ({
  severity: 'low',
  subject: `Pawl, week ${week}: ${headline}`,
  text: [...waiting.map(({ title, targetId }) => `waits for a person: ${title} (${targetId})`), ...kept.map(({ title }) => `kept: ${title}`), ...takenBack.map(({ title }) => `taken back: ${title}`), `Digest: ${place}`].join('\n'),
  key: `digest ${week}`,
});
