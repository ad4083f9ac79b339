import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import { importEdit, moduleStyle } from '../../edits/module-style.ts';
import { latencyClaim } from '../../claim/latency-claim.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { cachedRead } from './cached-read.ts';
import { placeCache } from './place-files.ts';
import { refuseChangedResults } from './refuse-changed-results.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';
import { refuseWrapped, wrapRead } from './wrap-read.ts';

const NAME = 'cache-reads';

/** The probe counts a key as seen before when it was asked for within the last minute: kept for as long, that share becomes hits. */
const SEEN_WITHIN_MS = 60_000;
/** When only one request repeats itself, nothing older needs to be kept. */
const ONE_REQUEST_MS = 5000;
const MAX_ENTRIES = 500;
const LEAST_SEEN_BEFORE = 0.5;

/**
 * A read that is asked for the same few things over and over: keeps its answers for a minute. Only where the answer depends
 * on plain arguments alone, may be a minute old, and nobody changes what he was given.
 */
export const cacheReads: Recipe = {
  name: NAME,
  for: ['redundant-calls', 'low-cache-hit-rate'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'calls') return abstain('the evidence names no calls: which read would have to be kept is not known');
    const { call: measured } = evidence;
    if (!/^(?:GET|HEAD)$/i.test(measured.method)) return abstain(`${measured.method} requests may have effects, so that their answers are not kept`);
    const hits = hitShare(measured);
    if (hits < LEAST_SEEN_BEFORE) return abstain(`only ${percent(hits)} of the calls asked for something asked for shortly before`);
    const read = cachedRead(target, measured);
    refuseWrapped(read);
    refuseUnsafe(target, read);
    refuseChangedResults(target, read.fn, read.name);

    const ttlMs = measured.seenBeforeShare >= LEAST_SEEN_BEFORE ? SEEN_WITHIN_MS : ONE_REQUEST_MS;
    const source = read.fn.getSourceFile();
    const edits = wrapRead(target, read, { ttlMs, maxEntries: MAX_ENTRIES });
    const files = placeCache(input, target, source);
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[target.pathOf(source) ?? '', [importEdit(source, 'ttlCache', files.specifier, moduleStyle(target, source).system), ...edits]]]),
      newFiles: files.newFiles,
      title: `Keep the answers of ${read.name} for ${ttlMs / 1000} seconds`,
      reason: reasonOf(measured, read.name, ttlMs, files.testPath),
      claim: latencyClaim({ savedMs: (measured.msPerRequest / Math.max(1, measured.concurrency)) * hits, requestMs: measured.requestMs, shareOfRequests: measured.shareOfRequests }, input, NAME),
      confidence: measured.requests >= 100 ? 0.8 : 0.65,
      risk: 'medium',
    });
  },
};

/** Of the calls, the share that a cache would have answered: asked before in this request, or in another within a minute. */
function hitShare(measured: CallEvidence): number {
  const repeated = measured.callsPerRequest.p50 > 0 ? measured.repeatsPerRequest / Math.max(measured.callsPerRequest.p50, measured.repeatsPerRequest + 1) : 0;
  return Math.min(1, Math.max(measured.seenBeforeShare, repeated));
}

function reasonOf(measured: CallEvidence, name: string, ttlMs: number, testPath: string | undefined): string {
  const { requests, shareOfRequests, shape, seenBeforeShare, repeatsPerRequest, msPerRequest, requestMs } = measured;
  return [
    `Measured over ${requests} requests (${percent(shareOfRequests)} of all): ${percent(seenBeforeShare)} of the calls of ${shape} asked for something that the same process had asked for within a minute, and ${Math.round(repeatsPerRequest * 10) / 10} a request were asked twice in it. They take ${milliseconds(msPerRequest)} of ${milliseconds(requestMs.p50)}.`,
    `\`${name}\` depends on its arguments alone, and no caller changes what it gives. Its answers are now kept for ${ttlMs / 1000} s, at most ${MAX_ENTRIES} of them, and calls for the same thing at the same time share one. Failures, and that there is nothing, are not kept. What changes: an answer may be up to ${ttlMs / 1000} s old.`,
    testPath === undefined ? 'No test is added: the cache has one already, or the target has no tests to go by.' : `The cache's own test is ${testPath}.`,
  ].join('\n\n');
}
