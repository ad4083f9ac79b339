import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestKeys, lastDigestDue, publishDigest } from '../../../../lambdas/reporting/publish-digest.ts';
import { folderBlobStore } from '../../../../shared/adapters/local/folder-blob-store.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { DigestView } from '../../../../shared/domain/views/digest-view.ts';
import type { Notice } from '../../../../shared/ports/notifier.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const HOUR_MS = 3_600_000;
const MONDAY = Date.UTC(2026, 10, 23);

describe('the moment of the weekly digest', () => {
  it.each([
    ['just before seven on Monday it is still the week before', MONDAY + 7 * HOUR_MS - 1, MONDAY - 168 * HOUR_MS],
    ['at seven on Monday the week that ended is due', MONDAY + 7 * HOUR_MS, MONDAY],
    ['on Sunday evening nothing new is due', MONDAY + 167 * HOUR_MS, MONDAY],
  ])('%s', (_, now, due) => expect(lastDigestDue(now)).toBe(due));
});

describe('publishing the digest', () => {
  const setUp = async () => {
    const { facts } = reportFacts();
    const settledAt = Math.max(...facts.improvements.map(({ stateSince }) => stateSince));
    // The Monday after what the fixture tells of.
    const monday = lastDigestDue(settledAt + 7 * HOUR_MS) + 168 * HOUR_MS;
    const clock = testClock(monday + 8 * HOUR_MS);
    const folder = mkdtempSync(join(tmpdir(), 'pawl-digest-'));
    const repositories = repositoriesIn(new SqliteItemStore(join(folder, 'pawl.sqlite'), clock));
    for (const improvement of facts.improvements) await repositories.improvements.create(improvement);
    await repositories.cycles.create(facts.cycle);
    const notices: Notice[] = [];
    const events: string[] = [];
    const blobs = folderBlobStore(join(folder, 'blobs'));
    const targets = { all: async () => [], get: async () => Promise.reject(new Error('none')) };
    return { notices, events, blobs, dependencies: { ...repositories, targets, blobs, clock, bus: { publish: async ({ type }: { type: string }) => void events.push(type) }, notifier: { send: async (notice: Notice) => void notices.push(notice) } } };
  };

  it('writes page, Markdown and JSON of the week that ended, and tells people once however often it is asked', async () => {
    const { dependencies, blobs, notices, events } = await setUp();
    const first = await publishDigest({}, dependencies);
    await publishDigest({}, dependencies);

    const keys = digestKeys(first.week);
    const digest = DigestView.parse(JSON.parse(readFileSync(blobs.locate(keys.json), 'utf8')));
    expect(digest).toMatchObject({ kept: [{ state: 'promoted' }], takenBack: [{ state: 'rolled-back' }], cycles: { run: 1 } });
    const page = readFileSync(blobs.locate(keys.html), 'utf8');
    expect(page).toContain(digest.kept[0]?.id);
    expect(page).not.toContain('<script');
    expect(readFileSync(blobs.locate(keys.markdown), 'utf8')).toContain(`# Pawl, week ${first.week}`);
    expect([notices.length, events]).toEqual([1, ['report.published']]);
  });

  it('writes it again where a crash left it half done, and tells under the same key', async () => {
    const { dependencies, blobs, notices } = await setUp();
    const dies = { ...dependencies, blobs: { ...blobs, put: async (key: string, bytes: Uint8Array, type: string) => (key.endsWith('.json') ? Promise.reject(new Error('killed')) : blobs.put(key, bytes, type)) } };
    await expect(publishDigest({}, dies)).rejects.toThrow('killed');
    await publishDigest({}, dependencies);
    expect(new Set(notices.map(({ key }) => key)).size).toBe(1);
  });
});
