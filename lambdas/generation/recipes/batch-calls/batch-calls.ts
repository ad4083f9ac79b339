import ts from 'typescript';
import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import { testFiles } from '../../driving/recipe-test.ts';
import { latencyClaim } from '../../claim/latency-claim.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isAssignedIn, isDeclaredIn, referencedSymbols } from '../../reading/references.ts';
import { refuseShadowed } from '../../reading/shadowed.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { batchTest } from './batch-test.ts';
import { batchFunctionFor } from './batch-function.ts';
import { callConditions } from './call-conditions.ts';
import { itemReader } from './item-key.ts';
import { itemLoopAround, type ItemLoop } from '../../loops/item-loop.ts';
import { refuseHazards } from '../../loops/loop-hazards.ts';
import { nounOf, rewriteLoop, singular } from './rewrite-loop.ts';

const NAME = 'batch-calls';

/** A batch answer is taken to last this many times as long as a single one. */
const BATCH_COST = 1.5;

/**
 * A loop that asks for one thing after another, where a function beside the asked one answers for many keys at once:
 * asks once before the loop, and inside it only for what that answer left out.
 */
export const batchCalls: Recipe = {
  name: NAME,
  for: ['n-plus-one'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'calls') return abstain('the evidence names no calls');
    const { call: measured } = evidence;
    if (!/^(?:GET|HEAD)$/i.test(measured.method)) return abstain(`${measured.method} requests may have effects, so that they are not moved`);
    const { call, loop } = loopedCall(target, measured);
    const item = loop.item === undefined ? itemNameOf(target, loop) : '';
    const reader = itemReader(target, loop, item);

    const varying = call.arguments.filter((argument) => reader.varies(argument));
    const [key] = varying;
    if (key === undefined) return abstain(`\`${call.getText()}\` asks for the same thing in every round`);
    if (varying.length > 1) return abstain(`several arguments of \`${call.expression.getText()}\` differ from item to item`);
    refuseUnstable(target, loop, call);
    refuseNewKeys(target, loop, key);
    refuseShadowed(target, loop.statement, ['Map', 'Set', 'Array', 'Object']);
    refuseHazards(target, loop, call);
    const batch = batchFunctionFor(target, call, call.arguments.indexOf(key), measured.callsPerRequest.p95);
    const found = { loop, reader, call, key, conditions: callConditions(call, loop), batch };
    const edits = rewriteLoop(target, found);
    const { newFiles, sentence } = testFiles(batchTest(input, target, found));

    const path = target.pathOf(call) ?? '';
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[path, edits]]),
      newFiles,
      title: `Ask for all ${nounOf(batch.name) ?? 'items'} at once in ${functionAround(call)}`,
      reason: reasonOf(measured, call, batch.name, sentence),
      claim: latencyClaim(savingOf(measured), input, NAME),
      confidence: measured.requests >= 100 && measured.concurrency < 2 ? 0.9 : 0.75,
      risk: 'low',
    });
  },
};

/** The first call along the evidence's frames, from the inside, that is made once per item of a loop. */
function loopedCall(target: TargetProgram, measured: CallEvidence): { call: ts.CallExpression; loop: ItemLoop } {
  const chain = callChain(target, measured.sites);
  if (chain.length === 0) return abstain('none of the measured places is in the source');
  for (const { calls } of chain) {
    for (const call of calls) {
      const loop = itemLoopAround(target, call);
      if (loop === undefined) continue;
      const holder = ts.isAwaitExpression(call.parent) ? call.parent : call;
      if (ts.isPropertyAccessExpression(call.parent) && ['catch', 'then', 'finally'].includes(call.parent.name.text)) return abstain(`what becomes of \`${call.expression.getText()}\` is decided item by item (\`.${call.parent.name.text}\`)`);
      if (holder === call && loop.kind !== 'map') return abstain(`\`${call.expression.getText()}\` is not awaited where it is called`);
      return { call, loop };
    }
  }
  return abstain('the measured calls are not made in a loop');
}

/** What is looked up inside the loop must be what was asked for before it: read off plain properties that the loop does not write. */
function refuseNewKeys(target: TargetProgram, loop: ItemLoop, key: ts.Expression): void {
  for (const access of [key, loop.collection].flatMap((part) => [part, ...descendants(part, ts.isPropertyAccessExpression)]).filter(ts.isPropertyAccessExpression)) {
    const symbol = symbolOf(target, access.name);
    if (symbol === undefined) continue;
    if (isAssignedIn(target, symbol, loop.body)) abstain(`\`${access.getText()}\` changes inside the loop`);
    const getter = symbol.declarations?.find(ts.isGetAccessorDeclaration);
    if (getter && !isPlainGetter(getter)) abstain(`\`${access.getText()}\` is worked out anew each time that it is read`);
  }
}

/** `get lines() { return this.#lines; }` */
const isPlainGetter = ({ body }: ts.GetAccessorDeclaration) => {
  const [only, ...more] = body?.statements ?? [];
  return only !== undefined && more.length === 0 && ts.isReturnStatement(only) && only.expression !== undefined && isPure(only.expression);
};

/** A list that a for-of loop computes at its start may as well be computed in front of it, once, under a name. */
const canBeHeld = (target: TargetProgram, loop: ItemLoop) => loop.kind === 'for-of' && target.checker.isArrayLikeType(target.checker.getTypeAtLocation(loop.collection));

/** The object that is asked, and the list, must be the same before the loop as in it. */
function refuseUnstable(target: TargetProgram, loop: ItemLoop, call: ts.CallExpression): void {
  if (!isPure(loop.collection) && !canBeHeld(target, loop)) abstain(`\`${loop.collection.getText()}\` cannot be evaluated twice`);
  const others = call.arguments.length > 1 ? [call.expression, ...call.arguments] : [call.expression];
  for (const symbol of others.flatMap((node) => [...referencedSymbols(target, node)])) {
    const isItem = (loop.item !== undefined && isDeclaredIn(symbol, loop.item)) || symbol === loop.index;
    if (isItem && !call.arguments.some((argument) => referencedSymbols(target, argument).has(symbol))) abstain(`whom the loop asks differs from item to item (\`${call.expression.getText()}\`)`);
    if (!isItem && isDeclaredIn(symbol, loop.body) && referencedSymbols(target, call.expression).has(symbol)) abstain(`\`${call.expression.getText()}\` comes to be inside the loop`);
    if (isAssignedIn(target, symbol, loop.body)) abstain(`\`${symbol.getName()}\` changes inside the loop`);
  }
}

/** No name that the loop uses for something from outside it. */
function itemNameOf(target: TargetProgram, loop: ItemLoop): string {
  const outer = new Set([...referencedSymbols(target, loop.body)].filter((symbol) => !isDeclaredIn(symbol, loop.statement)).map((symbol) => symbol.getName()));
  return [singular(bare(loop.collection).getText().replace(/^.*\./, '')), 'item', 'each'].find((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !outer.has(name)) ?? 'one';
}

const functionAround = (call: ts.Node) => {
  const named = ts.findAncestor(call, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && ((node.name !== undefined && ts.isIdentifier(node.name)) || ts.isVariableDeclaration(node.parent)));
  return (named?.name ?? (named?.parent as ts.VariableDeclaration | undefined)?.name)?.getText() ?? 'the loop';
};

/** All calls but one, and what the batch costs more than one; calls in flight together already share their waiting. */
function savingOf(measured: CallEvidence) {
  const waitedMs = measured.msPerRequest / Math.max(1, measured.concurrency);
  return { savedMs: Math.max(0, waitedMs - measured.msPerCall * BATCH_COST), requestMs: measured.requestMs, shareOfRequests: measured.shareOfRequests };
}

function reasonOf(measured: CallEvidence, call: ts.CallExpression, batch: string, test: string): string {
  const { callsPerRequest, distinctKeysPerRequest, msPerRequest, requestMs, requests, shareOfRequests } = measured;
  return [
    `Measured over ${requests} requests (${percent(shareOfRequests)} of all): the median request makes ${callsPerRequest.p50} calls of ${measured.shape}, the 95th percentile ${callsPerRequest.p95}, for ${distinctKeysPerRequest.p50} different keys; they take ${milliseconds(msPerRequest)} of ${milliseconds(requestMs.p50)}.`,
    `\`${batch}\` answers for all keys at once. What its answer leaves out is still asked for with \`${call.expression.getText()}\`, so a missing item is treated as before. A failure of the one call now fails as the first failing call did.`,
    test,
  ].join('\n\n');
}
