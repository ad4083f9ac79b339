import { describe, expect, it } from 'vitest';
import { afterEvent, NOTHING_WATCHED, watchScreen, type Watched } from '../../../../../local/terminal/answers/watch-screen.ts';
import type { LiveEvent } from '../../../../../shared/domain/views/live-event.ts';

const NOW = 1_780_000_000_000;
const LOOK = { width: 200, colour: false, now: NOW };

const cycle = (id: string, state: 'running' | 'completed' | 'failed') => ({ id, targetIds: ['orders'], trigger: 'command', cause: 'ada', emergency: false, dryRun: true, state, startedAt: NOW - 60_000, opportunities: 0, improvements: [], hasReport: state === 'completed' });
const improvement = (id: string, state: string) => ({ id, targetId: 'orders', origin: 'proposal', proposedBy: 'ada', title: `Title of ${id}`, state, stateSince: NOW, createdAt: NOW, systemWide: false });
const event = (type: LiveEvent['type'], data: unknown): LiveEvent => ({ id: 'x-1', at: NOW, type, text: '', data });
const snapshot = (data: object): LiveEvent => event('snapshot', { improvements: [], releases: [], cycles: [], paused: {}, ...data });
const shown = (watched: Watched): string => watchScreen(watched, LOOK).join('\n');

describe('what is drawn of what is under way', () => {
  it('begins with what runs, not with what has ended', () => {
    const text = shown(afterEvent(NOTHING_WATCHED, snapshot({ cycles: [cycle('cycle-runs', 'running'), cycle('cycle-over', 'completed'), cycle('cycle-broke', 'failed')], improvements: [improvement('imp-1', 'watching'), improvement('imp-2', 'promoted')] })));
    expect([text.includes('cycle-runs'), text.includes('imp-1'), /cycle-over|cycle-broke|imp-2/.test(text)]).toEqual([true, true, false]);
  });

  it('says so when nothing is under way, though cycles have been', () => {
    expect(shown(afterEvent(NOTHING_WATCHED, snapshot({ cycles: [cycle('cycle-over', 'completed')] })))).toBe('Nothing is under way. Ctrl-C ends this.');
  });

  it('lets go of what ends', () => {
    const begun = afterEvent(NOTHING_WATCHED, snapshot({ cycles: [cycle('cycle-1', 'running')], improvements: [improvement('imp-1', 'watching')] }));
    const ended = [event('cycle', cycle('cycle-1', 'completed')), event('improvement', improvement('imp-1', 'promoted'))].reduce(afterEvent, begun);
    expect([shown(begun).includes('cycle-1'), shown(ended)]).toEqual([true, 'Nothing is under way. Ctrl-C ends this.']);
  });
});
