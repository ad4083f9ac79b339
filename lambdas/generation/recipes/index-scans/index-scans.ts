import ts from 'typescript';
import type { TextEdit } from '../../edits/text-edit.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { descendants, functionName } from '../../reading/enclosing.ts';
import { entryBodies, reachable } from '../../reading/reachable.ts';
import { abstain, Abstention, type Recipe, type RecipeInput } from '../../recipe.ts';
import { milliseconds } from '../../wording.ts';
import { accumulationAt, type Accumulation } from './accumulation.ts';
import { growthClaim, growthSaving } from './growth-claim.ts';
import { indexEdits } from './index-edits.ts';
import { indexText, type IndexText } from './index-text.ts';
import { loopAround, type Loop } from './loop-around.ts';
import { searchAt, shown, type Search } from './search.ts';
import { refuseChangingList } from './steady-list.ts';

const NAME = 'index-scans';
/** Calls from the entry that are followed. */
const FAR = 8;

/**
 * Work that grows with the square of its input: a list searched from its start for each element of another, or copied for each element that is added to it.
 * The list is gone through once, before the loop, and what is sought is then found by its key; what the code gives stays the same.
 */
export const indexScans: Recipe = {
  name: NAME,
  for: ['super-linear-work'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'growth') return abstain('the evidence does not say how time grows');
    const saving = growthSaving(evidence);
    const claim = growthClaim(saving, input, NAME);
    const found = firstPlace(input, target);
    const { title, sentence, edits, source } = found.kind === 'scan' ? ofScan(found) : ofAccumulation(found);
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[target.pathOf(source) ?? '', edits]]),
      title,
      reason: [
        `Measured over ${evidence.requests} requests${evidence.route === undefined ? '' : ` of ${evidence.route}`}: own time grows as the power ${evidence.exponent.value.toFixed(1)} of the number of ${evidence.measuredIn} (${evidence.exponent.low.toFixed(1)} to ${evidence.exponent.high.toFixed(1)}). At ${Math.round(saving.large)} ${evidence.measuredIn} a request takes ${milliseconds(saving.largeMs)}; in proportion to ${Math.round(saving.middle)} it would be ${milliseconds(saving.proportionalMs)}.`,
        sentence,
        'No test is added: the code gives what it gave before, to be proven by the existing tests, and validation measures whether they run the changed lines.',
      ].join('\n\n'),
      claim,
      confidence: 0.7,
      risk: 'low',
    });
  },
};

type Scan = { readonly kind: 'scan'; readonly search: Search; readonly loop: Loop; readonly index: IndexText };
type Place = Scan | { readonly kind: 'accumulation'; readonly accumulation: Accumulation };

/** In the order in which the handler comes to them: what is proven to be quadratic and to be replaceable. */
function firstPlace(input: RecipeInput, target: TargetProgram): Place {
  const bodies = entryBodies(target, input.target.entry, input.target.handlerExport);
  if (bodies.length === 0) return abstain(`the handler \`${input.target.handlerExport}\` of ${input.target.entry} is not in the source`);
  if (target.program.getCompilerOptions().strictNullChecks === false || (target.program.getCompilerOptions().strict !== true && target.program.getCompilerOptions().strictNullChecks !== true)) return abstain('the types do not say what may be missing (`strictNullChecks` is off)');
  const seen = new Set<ts.Node>();
  let refusal: string | undefined;
  for (const body of reachable(target, bodies, FAR)) {
    for (const node of descendants(body, (each): each is ts.Node => ts.isCallExpression(each) || ts.isForOfStatement(each))) {
      if (seen.has(node)) continue;
      seen.add(node);
      try {
        const place = placeAt(target, node);
        if (place) return place;
      } catch (error) {
        if (!(error instanceof Abstention)) throw error;
        refusal ??= error.message;
      }
    }
  }
  return abstain(refusal ?? 'no list is searched or copied in a loop where the handler leads, or it is indexed already');
}

function placeAt(target: TargetProgram, node: ts.Node): Place | undefined {
  const accumulation = accumulationAt(target, node);
  if (accumulation) return { kind: 'accumulation', accumulation };
  const search = inLoop(node) ? searchAt(target, node) : undefined;
  const loop = search && loopAround(target, search.node, search.list);
  if (search === undefined || loop === undefined) return undefined;
  refuseChangingList(target, search, loop);
  return { kind: 'scan', search, loop, index: indexText(target, search, loop) };
}

/** Cheap to ask, and false for most. */
const inLoop = (node: ts.Node): boolean => ts.findAncestor(node.parent, (each) => ts.isIterationStatement(each, false) || (ts.isFunctionLike(each) && ts.isCallExpression(each.parent))) !== undefined;

function ofScan({ search, loop, index }: Scan) {
  const list = search.list.getText();
  const where = nameAround(loop.node);
  return {
    title: `Look ${list} up by key${where} instead of searching it in a loop`,
    sentence: `\`${shown(search.gives === 'candidates' ? search.list.parent : search.node)}\` goes through \`${list}\` from its start in each round of a loop. \`${index.name}\`, a ${index.container} made once before the loop, answers the same: keys are compared as before${search.gives === 'first' || search.gives === 'index' ? ', the first element with a key stays the one that is found' : search.gives === 'all' || search.gives === 'candidates' ? ', elements with the same key keep their order' : ''}, neither the list nor the keys change in the loop, and working a key out can neither fail nor have effects. What changes: the list is gone through once even where the loop has no round or ends early.`,
    edits: indexEdits(search, loop, index),
    source: search.node.getSourceFile(),
  };
}

function ofAccumulation({ accumulation: { node, text, what } }: Extract<Place, { kind: 'accumulation' }>): { title: string; sentence: string; edits: TextEdit[]; source: ts.SourceFile } {
  return {
    title: `Gather a list in one go${nameAround(node)}`,
    sentence: `${what}. \`${text.split('\n', 1)[0] ?? ''}\` gives the same elements in the same order, and goes through them once.`,
    edits: [{ start: node.getStart(), end: node.getEnd(), text }],
    source: node.getSourceFile(),
  };
}

function nameAround(node: ts.Node): string {
  const fn = ts.findAncestor(node, (each): each is ts.FunctionLikeDeclaration => ts.isFunctionLike(each) && functionName(each) !== undefined);
  const name = fn && functionName(fn);
  return name === undefined ? '' : ` in ${name}`;
}
