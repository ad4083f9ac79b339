import type { Evidence } from '../../domain/evidence.ts';
import type { Explanation } from '../../domain/explanation.ts';
import { redactMessage } from '../clustering/mask.ts';
import { cleanText } from './clean-text.ts';

const MOST_SAMPLES = 5;
const LONGEST = 300;

/** Lines of the log that the evidence rests on: redacted once more, whatever was kept. When a line was the newest of its kind, its time is known. */
export const samplesOf = (evidence: Evidence): Explanation['samples'] => {
  if (evidence.kind !== 'errors' && evidence.kind !== 'log-pattern') return [];
  const newestAt = evidence.kind === 'errors' && evidence.samples.length === 1 ? evidence.lastSeenAt : undefined;
  return evidence.samples
    .slice(0, MOST_SAMPLES)
    .map((text) => ({ ...(newestAt === undefined ? {} : { at: newestAt }), text: cleanText(redactMessage(evidence.kind === 'errors' ? `${evidence.name}: ${text}` : text, LONGEST), LONGEST) }));
};
