import { describe, expect, it } from 'vitest';
import { planReversal, type TargetAtAlarm } from '../../../../lambdas/trigger/plan-reversal.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';

const NOW = 10_000_000_000;
const HOUR = 3_600_000;

const improvement = (id: string, over: Partial<Improvement> = {}): Improvement => ({
  id, targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: `Change ${id}`, state: 'watching', stateSince: NOW - 60_000, createdAt: NOW - HOUR, attempts: 1, systemWide: false, phaseMs: {}, history: [], ...over,
});

/** Version 5 has served for days, nobody releases anything. */
const quiet: TargetAtAlarm = {
  now: NOW, lookBackSeconds: 3600, serving: { version: '5', since: NOW - 100 * HOUR, before: '4' }, running: undefined,
  servingImprovement: improvement('imp-old', { state: 'promoted', stateSince: NOW - 100 * HOUR }),
  descriptions: new Map([['4', ''], ['5', ''], ['6', '']]),
};
const foreign: TargetAtAlarm = { ...quiet, serving: { version: '6', since: NOW - 60_000, before: '5' }, servingImprovement: undefined };
const promoted = improvement('imp-1', { state: 'promoted' });
const running = improvement('imp-2');

describe('what an alarm takes back first', () => {
  it.each<[string, TargetAtAlarm, object]>([
    ['nothing where nothing changed', quiet, { kind: 'none' }],
    ['what is being released', { ...quiet, running }, { kind: 'put-back', improvementId: 'imp-2' }],
    ['what is on its way back already: it is finished', { ...quiet, running: improvement('imp-2', { state: 'rolling-back' }) }, { kind: 'put-back', improvementId: 'imp-2' }],
    ['what was promoted within the window', { ...quiet, servingImprovement: promoted }, { kind: 'put-back', improvementId: 'imp-1' }],
    ['the promotion rather than what is released on top of it, which ends with it', { ...quiet, servingImprovement: promoted, running }, { kind: 'put-back', improvementId: 'imp-1' }],
    ['a deployment that was kept, too', { ...quiet, servingImprovement: { ...promoted, origin: 'deployment' } }, { kind: 'put-back', improvementId: 'imp-1' }],
    ['not what was promoted before the window', { ...quiet, servingImprovement: { ...promoted, stateSince: NOW - HOUR - 1 } }, { kind: 'none' }],
    ['not what is marked irreversible', { ...quiet, running: { ...running, irreversible: 'table dropped' } }, { kind: 'none', why: expect.stringContaining('table dropped') }],
    ['not a promotion that is marked irreversible; what runs on top of it goes', { ...quiet, servingImprovement: { ...promoted, irreversible: 'x' }, running }, { kind: 'put-back', improvementId: 'imp-2' }],
    ['not a promotion below what must stay', { ...quiet, servingImprovement: promoted, running: { ...running, irreversible: 'x' } }, { kind: 'none' }],
    ['a routing by somebody else', foreign, { kind: 'go-back', from: { version: '6' }, to: '5' }],
    ['not one before the window', { ...foreign, serving: { version: '6', since: NOW - HOUR - 1, before: '5' } }, { kind: 'none' }],
    ['never forward: somebody has gone back by hand', { ...foreign, serving: { version: '4', since: NOW - 60_000, before: '6' } }, { kind: 'none', why: expect.stringContaining('already') }],
    ['not to a version that is gone', { ...foreign, descriptions: new Map([['6', '']]) }, { kind: 'none', why: expect.stringContaining('no longer there') }],
    ['not from a version that says it is irreversible', { ...foreign, descriptions: new Map([['5', ''], ['6', 'release\nPawl-Irreversible: new format']]) }, { kind: 'none', why: expect.stringContaining('new format') }],
    ['nothing where it is not known what served before', { ...foreign, serving: { version: '6', since: NOW } }, { kind: 'none' }],
    ['a share that somebody else gave away', { ...quiet, serving: { ...quiet.serving, additional: { version: '6', since: NOW - 5 } } }, { kind: 'go-back', from: { version: '5', additional: '6' }, to: '5' }],
  ])('%s', (_, target, reversal) => {
    expect(planReversal(target)).toMatchObject(reversal);
  });

  it('looks at the edge of the window', () => {
    expect(planReversal({ ...quiet, servingImprovement: { ...promoted, stateSince: NOW - HOUR } }).kind).toBe('put-back');
  });
});
