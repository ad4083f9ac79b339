import ts from 'typescript';
import { learnedShare } from '../../claim/learned.ts';
import { testFiles } from '../../driving/recipe-test.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import { fileChanges, patchFromDraft, problemsOf } from '../../patch-from-draft.ts';
import { bare, functionName } from '../../reading/enclosing.ts';
import { abstain, type Recipe, type RecipeInput } from '../../recipe.ts';
import { failingAccess, type ErrorEvidence, type FailingAccess } from '../../reading/failing-access.ts';
import { guardTest } from './guard-test.ts';
import { honestType } from './honest-type.ts';
import { standIn, wholeChain, type StandIn } from './stand-in.ts';

const NAME = 'guard-null';

/** This failure should go altogether; how many others there are is not known from its evidence. */
const CLAIMED_GAIN = 0.5;

/**
 * A property that is read of something that is sometimes missing: guards that one access, says what stands in for the value
 * where the code around it shows what that is, and makes a declared type that lied say the truth where that still compiles.
 */
export const guardNull: Recipe = {
  name: NAME,
  for: ['recurring-exception', 'error-spike'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'errors') return abstain('the evidence names no error');
    const failing = failingAccess(target, evidence);
    const value = standIn(target, failing.access, failing.property);
    const path = target.pathOf(failing.access) ?? '';
    const guard = guardEdits(failing, value);
    const truth = honestType(target, failing);

    const withTruth = truth && merged([[path, guard], [truth.path, [truth.edit]]]);
    const edits = withTruth && problemsOf(target, fileChanges(target.files, { edits: withTruth })).length === 0 ? withTruth : merged([[path, guard]]);
    const { newFiles, sentence } = testFiles(guardTest(input, target, failing, value));
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits,
      newFiles,
      title: `Allow for a missing ${ownerName(failing)} in ${nameAround(failing.access)}`,
      reason: reasonOf(evidence, failing, value, edits === withTruth, sentence),
      claim: claimOf(input),
      confidence: value.text === undefined ? 0.85 : 0.75,
      risk: 'low',
    });
  },
};

function merged(parts: readonly (readonly [string, readonly TextEdit[]])[]): Map<string, readonly TextEdit[]> {
  const edits = new Map<string, readonly TextEdit[]>();
  for (const [path, more] of parts) edits.set(path, [...(edits.get(path) ?? []), ...more]);
  return edits;
}

/** `.x` becomes `?.x`, `[x]` becomes `?.[x]`, a `!` before it goes, and the stand-in follows the whole chain. */
function guardEdits({ access }: FailingAccess, value: StandIn): TextEdit[] {
  const owner = access.expression;
  const text = access.getSourceFile().text;
  const ownerEnd = ts.isNonNullExpression(owner) ? owner.expression.getEnd() : owner.getEnd();
  const operatorEnd = owner.getEnd();
  const bang: TextEdit[] = operatorEnd > ownerEnd ? [{ start: ownerEnd, end: operatorEnd, text: '' }] : [];
  const dot = ts.isPropertyAccessExpression(access) ? text.indexOf('.', operatorEnd) : text.indexOf('[', operatorEnd);
  const guard: TextEdit = { start: dot, end: dot, text: ts.isPropertyAccessExpression(access) ? '?' : '?.' };
  if (value.text === undefined) return [...bang, guard];
  const whole = wholeChain(access);
  const needsParentheses = ts.isBinaryExpression(whole.parent) || ts.isSpreadElement(whole.parent);
  const before: TextEdit[] = needsParentheses ? [{ start: whole.getStart(), end: whole.getStart(), text: '(' }] : [];
  return [...before, ...bang, guard, { start: whole.getEnd(), end: whole.getEnd(), text: ` ?? ${value.text}${needsParentheses ? ')' : ''}` }];
}

const ownerName = ({ access }: FailingAccess) => {
  const owner = bare(access.expression);
  return ts.isPropertyAccessExpression(owner) ? owner.name.text : (owner.getText().split('\n', 1)[0] ?? 'value');
};

const nameAround = (node: ts.Node) => {
  const fn = ts.findAncestor(node, (each): each is ts.FunctionLikeDeclaration => ts.isFunctionLike(each) && functionName(each) !== undefined);
  return (fn && functionName(fn)) ?? 'the module';
};

function claimOf(input: RecipeInput) {
  return { on: 'failures', gain: Math.round(CLAIMED_GAIN * learnedShare(input.lessons, NAME, input.target.id) * 100) / 100 } as const;
}

function reasonOf(evidence: ErrorEvidence, { access, missing }: FailingAccess, value: StandIn, madeHonest: boolean, test: string): string {
  const result = value.text === undefined ? `a missing value now goes on as \`undefined\`: ${value.why}` : `\`${value.text}\` stands in for it: ${value.why}`;
  return [
    `Measured: ${evidence.count} of ${evidence.requests} requests (${Math.round(evidence.perHour)} an hour) ended with \`${evidence.samples[0] ?? evidence.template}\`.`,
    `\`${access.expression.getText()}\` is sometimes ${missing}; ${result}. Requests that have the value are served as before.${madeHonest ? ' The declared type said that it is always there; now it says that it may be missing.' : ''}`,
    test,
  ].join('\n\n');
}

