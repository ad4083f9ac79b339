import type ts from 'typescript';
import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import { latencyClaim } from '../../claim/latency-claim.ts';
import { testFiles } from '../../driving/recipe-test.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { functionName } from '../../reading/enclosing.ts';
import { refuseShadowed } from '../../reading/shadowed.ts';
import { abstain, type Recipe } from '../../recipe.ts';
import { milliseconds, percent } from '../../wording.ts';
import { bestGroup, shown, type IndependentGroup } from './independent-group.ts';
import { joinWaits } from './join-waits.ts';
import { overlapTest } from './overlap-test.ts';
import { waitsIn } from './wait.ts';

const NAME = 'overlap-awaits';

/**
 * Reads that wait for one another without need: starts them together with `Promise.all`. Only reads that the evidence saw
 * one after the other, that need nothing of each other, and between which nothing decides or writes.
 */
export const overlapAwaits: Recipe = {
  name: NAME,
  for: ['sequential-waits'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'sequential-waits') return abstain('the evidence names no waits');
    const reads = evidence.calls.filter(({ method }) => /^(?:GET|HEAD)$/i.test(method));
    if (reads.length < 2) return abstain('fewer than two of the waits are for reads, and others may have effects');
    const { fn, group } = groupIn(target, reads);
    const [first] = group.waits;
    const path = first && target.pathOf(first.statement);
    if (first === undefined || path === undefined) return abstain('the waits are not in the source');

    refuseShadowed(target, first.statement, ['Promise']);
    const { newFiles, sentence } = testFiles(overlapTest(input, target, group.waits));
    const savedMs = Math.min(group.savedMs, evidence.savableMs);
    const names = group.waits.map((wait) => `\`${shown(wait)}\``);
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[path, joinWaits(target, group.waits)]]),
      newFiles,
      title: `Start ${group.waits.length} independent reads together in ${functionName(fn) ?? 'one function'}`,
      reason: [
        `Measured over ${evidence.requests} requests (${percent(evidence.shareOfRequests)} of all): ${names.join(', ')} take ${group.waits.map(({ measured }) => milliseconds(measured.msPerRequest)).join(', ')} and each began only after the one before had ended. Together they can save up to ${milliseconds(savedMs)} of ${milliseconds(evidence.requestMs.p50)}.`,
        'None of them uses what another gives or changes, and nothing around them tells their failures apart. When one fails, its error is thrown as before, and the others run to their end unheard; when several fail, it is the error of the one that failed first.',
        sentence,
      ].join('\n\n'),
      claim: latencyClaim({ savedMs, requestMs: evidence.requestMs, shareOfRequests: evidence.shareOfRequests }, input, NAME),
      confidence: evidence.requests >= 100 ? 0.85 : 0.7,
      risk: 'low',
    });
  },
};

/** The innermost function in which some of the reads can start together. */
function groupIn(target: TargetProgram, reads: readonly CallEvidence[]): { fn: ts.FunctionLike; group: IndependentGroup } {
  const chains = reads.map((measured) => ({ measured, chain: callChain(target, measured.sites) }));
  const functions = new Set(chains.flatMap(({ chain }) => chain.flatMap(({ fn }) => fn ?? [])));
  const refusals: string[] = [];
  let best: { fn: ts.FunctionLike; group: IndependentGroup } | undefined;
  for (const fn of functions) {
    const waits = waitsIn(target, fn, chains);
    if (waits.length < 2) continue;
    const { group, refusals: why } = bestGroup(target, waits);
    refusals.push(...why);
    if (group && (best === undefined || group.savedMs > best.group.savedMs)) best = { fn, group };
  }
  return best ?? abstain(refusals[0] ?? 'no function awaits two of the reads in plain statements of its own');
}
