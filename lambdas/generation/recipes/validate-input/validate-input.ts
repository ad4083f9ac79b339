import { learnedShare } from '../../claim/learned.ts';
import { fileChanges, patchFromDraft, problemsOf } from '../../patch-from-draft.ts';
import { functionName } from '../../reading/enclosing.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { percent } from '../../wording.ts';
import { answerStyle } from './answer-style.ts';
import { badInput, leadingCall } from './bad-input.ts';
import { borderTest } from './border-test.ts';
import { refusal } from './refusal.ts';
import { refuseDealtWith } from './refuse-dealt-with.ts';
import { refuseHandled } from './refuse-handled.ts';
import { requestValue } from './request-value.ts';

const NAME = 'validate-input';

/** These requests are answered with 400 instead of a failure; how many others fail is not known from the evidence. */
const CLAIMED_GAIN = 0.5;

/**
 * A failure that a caller's input causes: looked at where the request comes in, and answered with 400 and a sentence, in the way in which
 * that handler answers otherwise. Only where the failing value is proven to come from an HTTP request, and every request that has it fails.
 */
export const validateInput: Recipe = {
  name: NAME,
  for: ['recurring-exception', 'error-spike'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'errors') return abstain('the evidence names no error');
    refuseDealtWith(target, evidence.name);
    const { bad, chain } = badInput(target, evidence);
    const value = requestValue(target, chain, bad.input, bad.kind === 'throws');
    const failing = bad.kind === 'missing' ? bad.input : bad.node;
    refuseHandled(target, chain, failing, value.border);
    const borderIndex = chain.findIndex(({ fn }) => fn === value.border);
    const through = borderIndex > 0 ? leadingCall(target, chain, borderIndex - 1) : undefined;
    const answer = answerStyle(target, value.border);
    const refused = refusal(target, bad, value, answer, through);

    const path = target.pathOf(value.border) ?? '';
    const edits = new Map([[path, refused.edits]]);
    const test = borderTest(input, target, bad, value, refused, answer.isPlainAnswer);
    const withTest = 'path' in test ? new Map([[test.path, test.text]]) : undefined;
    const fits = withTest !== undefined && problemsOf(target, fileChanges(target.files, { edits, newFiles: withTest })).length === 0;
    const why = 'none' in test ? test.none : 'it would not fit the types of the handler';
    const name = functionName(value.border) ?? 'the handler';
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits,
      ...(fits ? { newFiles: withTest } : {}),
      title: `Answer 400 in ${name} when ${refused.message.replace(/^The/, 'the')}`,
      reason: [
        `Measured: ${evidence.count} of ${evidence.requests} requests (${percent(evidence.count / Math.max(1, evidence.requests))}, ${Math.round(evidence.perHour)} an hour) ended with \`${evidence.samples[0] ?? evidence.template}\`.`,
        `The value comes from the request (\`${value.text}\`), and every request that has it so fails. \`${name}\` now answers such a request with 400 and “${refused.message}”, in the way in which it answers otherwise. All other requests are served as before.`,
        fits ? `The test that is added sends such a request: it fails without this change.` : `No test is added: ${why}.`,
      ].join('\n\n'),
      claim: { on: 'failures', gain: Math.round(CLAIMED_GAIN * learnedShare(input.lessons, NAME, input.target.id) * 100) / 100 },
      confidence: 0.8,
      risk: 'low',
    });
  },
};
