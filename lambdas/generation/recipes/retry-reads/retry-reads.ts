import ts from 'typescript';
import { learnedShare } from '../../claim/learned.ts';
import { importOnce } from '../../edits/import-once.ts';
import { moduleStyle } from '../../edits/module-style.ts';
import { placeModule } from '../../edits/place-module.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { loneRead } from './lone-read.ts';
import { RETRY_MODULE } from './retry-module.ts';

const NAME = 'retry-reads';

/** Nobody waits longer for what may not come, also where the function might. */
const LONGEST_MS = 5000;

/** Failures come in bursts: of what passes by itself, repeats within a second save some, not all. */
const CLAIMED_GAIN = 0.5;
/** From this share of unanswered calls on, repeating costs more time than a request has. */
const MOSTLY_UNANSWERED = 0.5;
/** A dependency that fails this often is down: more calls do not bring it back. */
const DOWN = 0.5;

/**
 * A read that fails now and then: asked again, twice at most, after a random pause, only where the failure is one that passes,
 * and within half of the time that the function has.
 */
export const retryReads: Recipe = {
  name: NAME,
  for: ['dependency-failures'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'dependency') return abstain('the evidence names no dependency');
    if (!/^(?:GET|HEAD)$/i.test(evidence.method)) return abstain(`${evidence.method} requests may have effects: one that failed may have had them already`);
    if (evidence.failed === 0) return abstain('no call has failed');
    if (evidence.timedOut > evidence.failed * MOSTLY_UNANSWERED) return abstain(`${evidence.timedOut} of the ${evidence.failed} failed calls were given up without an answer: to wait as long again helps nobody`);
    const failedShare = evidence.failed / Math.max(1, evidence.calls);
    if (failedShare > DOWN) return abstain(`${percent(failedShare)} of the calls fail: the other side is down, and more calls do not bring it back`);
    const call = loneRead(target, evidence.sites);

    const source = call.getSourceFile();
    const module = moduleStyle(target, source);
    const { specifier, newFiles, testPath } = placeModule(input, target, source, RETRY_MODULE);
    const withinMs = Math.min(LONGEST_MS, Math.round(input.target.limits.timeoutSeconds * 500));
    const { name } = RETRY_MODULE;
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[target.pathOf(source) ?? '', [
        ...importOnce(source, name, specifier, module.system),
        { start: call.getStart(), end: call.getStart(), text: `${name}(() => ` },
        { start: call.getEnd(), end: call.getEnd(), text: `, ${withSeparators(withinMs)})` },
      ]]]),
      newFiles,
      title: `Ask again when ${evidence.shape} fails in passing`,
      reason: [
        `Measured: ${evidence.failed} of ${evidence.calls} calls of ${evidence.shape} failed (${percent(failedShare)}), ${evidence.timedOut} of them without an answer, in ${evidence.requests} requests. Answers take ${milliseconds(evidence.usualMs.p50)} at the median.`,
        `The call only reads, nobody around it asks again, and its failure ends the request. It is now asked at most twice more: on a failed connection and on 429, 502, 503 and 504, after a random pause of up to 100, then 200 ms or as \`Retry-After\` says, and only within ${milliseconds(withinMs)}, at most half of the function's time. Every other answer, and the last one, goes on as before. What changes: while the other side is down it gets up to three calls instead of one.`,
        testPath === undefined ? `No test is added: \`${name}\` is there already, or the target has no tests to go by.` : `The test of \`${name}\` is ${testPath}.`,
      ].join('\n\n'),
      claim: { on: 'failures', gain: Math.round(CLAIMED_GAIN * learnedShare(input.lessons, NAME, input.target.id) * 100) / 100 },
      confidence: 0.7,
      risk: ts.isReturnStatement(call.parent) || ts.isAwaitExpression(call.parent) ? 'low' : 'medium',
    });
  },
};

const withSeparators = (value: number) => (value >= 10_000 ? String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, '_') : String(value));
