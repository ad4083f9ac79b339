import type { CallEvidence, Evidence } from '../../../../shared/domain/evidence.ts';
import type { Claim } from '../../../../shared/domain/claim.ts';
import { latencyClaim } from '../../claim/latency-claim.ts';
import { learnedShare } from '../../claim/learned.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { abstain, type Recipe, type RecipeInput, type RecipeResult } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { limiterFor } from './limiter.ts';
import { loopRound, shown } from './loop-round.ts';
import { rewriteRound } from './rewrite-round.ts';
import { boundMap, unboundedMap } from './unbounded-map.ts';

const NAME = 'bound-concurrency';

/** As many calls as one request may have under way: what a browser opens to one host, and little enough for any upstream. */
const LIMIT = 8;
const FEWEST_CALLS = 3;
/** Of the failures of a dependency that is asked too much at once, this share is claimed: it may have other reasons to fail. */
const FAILURES_CLAIMED = 0.3;
/** Of the time that the dependency has become slower. */
const SLOWNESS_CLAIMED = 0.3;
const LEAST_GAIN = 0.05;

/**
 * As many calls at a time as are good for both sides: a loop that asks for one thing after another asks for a few at a time,
 * and a list of calls that all start at once, at a dependency that fails or slows down under them, starts a few at a time.
 */
export const boundConcurrency: Recipe = {
  name: NAME,
  for: ['n-plus-one', 'dependency-failures', 'slow-dependency'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind === 'calls') return overlapRounds(input, target, evidence.call);
    return evidence.kind === 'dependency' ? holdBack(input, target, evidence) : abstain('the evidence names no calls');
  },
};

function overlapRounds(input: RecipeInput, target: TargetProgram, measured: CallEvidence): RecipeResult {
  if (!/^(?:GET|HEAD)$/i.test(measured.method)) abstain(`${measured.method} requests may have effects, whose order would change`);
  if (measured.concurrency >= 2) abstain(`already ${measured.concurrency} of the calls are under way at a time`);
  const calls = measured.callsPerRequest.p50;
  if (calls < FEWEST_CALLS) abstain(`the median request makes ${calls} such calls, too few to gain by it`);
  const round = loopRound(target, measured);
  const source = round.loop.getSourceFile();
  const limiter = limiterFor(input, target, source, LIMIT);
  const savedMs = Math.max(0, measured.msPerRequest - measured.msPerCall * Math.ceil(calls / LIMIT));
  const asked = shown(round.awaited.expression);
  return patchFromDraft(input, target, {
    recipe: NAME,
    edits: new Map([[target.pathOf(source) ?? '', rewriteRound(target, round, limiter)]]),
    newFiles: limiter.newFiles,
    title: `Ask for up to ${LIMIT} at a time instead of one after another (${asked})`,
    reason: [
      `Measured over ${measured.requests} requests (${percent(measured.shareOfRequests)} of all): the median request makes ${calls} calls of ${measured.shape}, one after the other; they take ${milliseconds(measured.msPerRequest)} of ${milliseconds(measured.requestMs.p50)}.`,
      `No round needs anything of another, so up to ${LIMIT} of \`${asked}\` are now under way at a time. The loop goes over the answers in the same order. After a failure nothing more is begun, and the failure of the earliest item is thrown, as before; what a round did before a later one failed is then not done.`,
      testSentence(limiter.testPath, limiter.name),
    ].join('\n\n'),
    claim: latencyClaim({ savedMs, requestMs: measured.requestMs, shareOfRequests: measured.shareOfRequests }, input, NAME),
    confidence: measured.requests >= 100 ? 0.8 : 0.65,
    risk: 'medium',
  });
}

type Dependency = Extract<Evidence, { kind: 'dependency' }>;

function holdBack(input: RecipeInput, target: TargetProgram, evidence: Dependency): RecipeResult {
  if (!/^(?:GET|HEAD)$/i.test(evidence.method)) abstain(`${evidence.method} requests may have effects: after a failure they would no longer be begun for all`);
  const found = unboundedMap(target, evidence.sites);
  const callsPerRequest = Math.round((evidence.calls / Math.max(1, evidence.requests)) * 10) / 10;
  if (callsPerRequest <= LIMIT) abstain(`a request makes ${callsPerRequest} such calls on average: at most ${LIMIT} at a time would change little`);
  const source = found.all.getSourceFile();
  const limiter = limiterFor(input, target, source, LIMIT);
  return patchFromDraft(input, target, {
    recipe: NAME,
    edits: new Map([[target.pathOf(source) ?? '', boundMap(found, limiter)]]),
    newFiles: limiter.newFiles,
    title: `At most ${LIMIT} calls of ${evidence.shape} at a time`,
    reason: [
      `Measured over ${evidence.requests} requests: each makes ${callsPerRequest} calls of ${evidence.shape} on average, all at once. ${evidence.failed} of ${evidence.calls} calls failed, ${evidence.timedOut} of them without an answer; a request's longest takes ${milliseconds(evidence.currentMs.p50)} at the median, usually ${milliseconds(evidence.usualMs.p50)}.`,
      `The same calls are made for the same list and answered in the same order, at most ${LIMIT} at a time. What changes: after a failure nothing more is begun, and the failure is thrown when those under way have ended.`,
      testSentence(limiter.testPath, limiter.name),
    ].join('\n\n'),
    claim: claimOf(input, evidence),
    confidence: 0.65,
    risk: 'medium',
  });
}

function claimOf(input: RecipeInput, { failed, requests, shareOfTime, usualMs, currentMs }: Dependency): Claim {
  const learned = learnedShare(input.lessons, NAME, input.target.id);
  if (failed / Math.max(1, requests) >= 0.01) return { on: 'failures', gain: Math.round(FAILURES_CLAIMED * learned * 100) / 100 };
  const slower = Math.max(0, 1 - usualMs.p50 / Math.max(currentMs.p50, 0.001)) * shareOfTime;
  const gain = Math.round(slower * SLOWNESS_CLAIMED * learned * 100) / 100;
  return gain < LEAST_GAIN ? abstain('the dependency hardly fails and is hardly slower than usual: nothing shows that it is asked too much at once') : { on: 'latency', gain };
}

const testSentence = (testPath: string | undefined, name: string): string => (testPath === undefined ? `No test is added: \`${name}\` is there already, or the target has no tests to go by.` : `The test of \`${name}\` is ${testPath}.`);
