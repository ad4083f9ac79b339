import { describe, expect, it } from 'vitest';
import { dayLines, totalLine } from '../../../../lab/replay/replay-lines.ts';
import type { DayEpisode, ReplayDay } from '../../../../lab/replay/replay-day.ts';

const AT = Date.UTC(2026, 10, 19, 8);
const episode: DayEpisode = { key: 'k', kind: 'n-plus-one', title: '6 calls in one request', raisedAt: AT, since: AT - 3_600_000, lastAt: AT + 3_600_000, priority: 'medium', impactScore: 351, confidence: 0.98, gainPercent: 40, right: true };
const share = { right: 1, of: 2, rate: 0.5, low: 0.1, high: 0.9 };
const day: ReplayDay = {
  date: '2026-11-19', lines: 3840, events: 1, analyses: 24, raised: [episode], open: [], gone: [{ ...episode, right: false }], accuracy: { precision: share },
  total: { raised: 2, incidents: 2, accuracy: { precision: share, recall: share }, badRows: 0, bad: [], ignored: { duplicates: 0, late: 0, skewed: 0, unreadable: 0, sampledOut: 0 } },
};

describe('a replayed day in the terminal', () => {
  it('says what was raised when, since when it was so, and whether it was right', () => {
    const [summary, raised, gone] = dayLines(day);
    expect(summary).toContain('1 raised, 0 still open, 1 gone; precision 50 % (1 of 2, 10 % to 90 %)');
    expect(raised).toMatch(/^ {2}\+ medium {3}6 calls in one request .*at 08:00, since 2026-11-19 07:00:00 UTC {2}right$/);
    expect(gone).toMatch(/^ {2}- .*wrong$/);
  });

  it('says nothing of right and wrong where nothing is labelled', () => {
    const { right: _right, ...unlabelled } = episode;
    const { accuracy: _accuracy, ...plain } = day;
    const lines = dayLines({ ...plain, raised: [unlabelled], gone: [] });
    expect(lines.join('\n')).not.toMatch(/right|wrong|precision/);
  });

  it('ends with the figures of the whole', () => {
    expect(totalLine(day, 3)).toBe('3 days, 2 raised, 2 incidents: precision 50 % (1 of 2, 10 % to 90 %), incidents found 50 % (1 of 2, 10 % to 90 %).');
  });
});
