import { expect, it } from 'vitest';
import { liveMessage } from '../../../../local/terminal/live-message.ts';
import { liveFrameOf } from '../../../../local/terminal/render-message.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import type { BusEvent } from '../../../../shared/ports/bus.ts';
import { simulateRelease, T0 } from '../../../support/simulated-release.ts';

const { release, totals, verdict } = simulateRelease({ improvementId: 'imp', stable: { medianMs: 100, failureRate: 0.01 }, candidate: { medianMs: 40, failureRate: 0.01 }, claim: { on: 'latency', gain: 0.4 }, startsAt: T0, versions: ['1', '2'] });
const judged = (changed: object = {}): BusEvent => ({
  type: 'release.judged',
  at: T0,
  detail: JSON.parse(JSON.stringify({ title: 'Faster', weight: 0.5, elapsedSeconds: 20, verdict: verdict?.kind, sentence: verdict?.sentence, last: release.periods.at(-1), evidence: verdict?.evidence, ...changed })) as { [key: string]: Json },
});

it('turns a judged period into a frame with the numbers of both versions', () => {
  const message = liveMessage(judged());
  const frame = message && liveFrameOf(message);
  expect(frame).toMatchObject({ title: 'Faster', weight: 0.5, elapsedSeconds: 20, thresholds: { harm: 200, promotion: 20 } });
  expect(frame?.candidate.p95Ms).toBe(release.periods.at(-1)?.candidate.p95Ms);
  expect(frame?.candidate.requests).toBeLessThanOrEqual(totals.candidate.requests);
  expect(Object.keys(frame?.logEvidence ?? {}).sort()).toEqual(['harm:failures', 'harm:latency', 'promotion:claim', 'promotion:failures', 'promotion:latency']);
});

it('makes the last frame, the verdict, a result', () => {
  expect(liveMessage(judged())?.level).toBe('result');
  expect(liveMessage(judged({ verdict: 'keep-watching' }))?.level).toBe('info');
});

it('shows a release before its first period, and nothing of other events', () => {
  const message = liveMessage(judged({ last: null, evidence: [], verdict: 'keep-watching' }));
  expect(message && liveFrameOf(message)).toMatchObject({ stable: { requests: 0, p95Ms: null }, thresholds: { harm: 200, promotion: 20 } });
  expect(liveMessage({ ...judged(), type: 'release.exposed' })).toBeUndefined();
  expect(liveMessage({ ...judged(), detail: { title: 3 } })).toBeUndefined();
});
