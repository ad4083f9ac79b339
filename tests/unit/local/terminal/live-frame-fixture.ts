import type { LiveFrame } from '../../../../local/terminal/live-frame.ts';

/** A release on its way to promotion. */
export const FRAME: LiveFrame = {
  title: 'Fetch the products of an order in one call',
  stable: { version: '3', requests: 1446, p50Ms: 112, p95Ms: 233, failureRate: 0.0007 },
  candidate: { version: '4', requests: 1452, p50Ms: 46, p95Ms: 95, failureRate: 0 },
  weight: 0.5,
  logEvidence: { 'harm:latency': -4, 'harm:failures': Math.log(1.5), 'promotion:latency': 12, 'promotion:failures': Math.log(20) / 2, 'promotion:claim': 30 },
  thresholds: { harm: 200, promotion: 20 },
  elapsedSeconds: 17,
  sentence: 'No harm found after 17 s; still open: failures.',
};
