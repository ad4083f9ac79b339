import ts from 'typescript';
import type { Claim } from '../../../../shared/domain/claim.ts';
import type { Evidence } from '../../../../shared/domain/evidence.ts';
import { learnedShare } from '../../claim/learned.ts';
import { moduleStyle } from '../../edits/module-style.ts';
import { placeModule } from '../../edits/place-module.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { descendants, functionName } from '../../reading/enclosing.ts';
import { entryBodies, reachable } from '../../reading/reachable.ts';
import { abstain, Abstention, type Recipe, type RecipeInput } from '../../recipe.ts';
import { percent } from '../../wording.ts';
import { streamText } from './buffered-read.ts';
import { hashedFile, type HashedFile } from './hashed-file.ts';
import { importsInPlaceOf } from './import-edits.ts';
import { lineLoop, type LineLoop } from './line-loop.ts';
import { linesModule } from './lines-module.ts';
import { refusePartial } from './refuse-partial.ts';
import { removal } from './removal.ts';

const NAME = 'stream-bodies';
const FAR = 8;
/** Where only the whole is measured: reading and working overlap. */
const CLAIMED_GAIN = 0.1;

/**
 * A body that is held whole in memory only to be gone through once: its lines, or the hash of a file, are taken as they come. Memory then holds a part
 * instead of the whole, and work begins with the first part.
 */
export const streamBodies: Recipe = {
  name: NAME,
  for: ['resource-exhaustion', 'latency-degradation'],
  apply: (input, target) => {
    const measured = measuredSentence(input.opportunity.evidence);
    const place = firstPlace(input, target);
    const { what } = place.kind === 'lines' ? place.lines.read : place.hashed.read;
    if (what === 'file' && input.opportunity.kind === 'latency-degradation') abstain('a file is read whole as quickly as in parts: only what comes over the network is worth not waiting for');
    const source = place.at.getSourceFile();
    const { edits, newFiles, says, test } = place.kind === 'lines' ? ofLines(input, target, place.lines) : ofHash(target, place.hashed);
    const claim = claimOf(input);
    return patchFromDraft(input, target, {
      recipe: NAME,
      edits: new Map([[target.pathOf(source) ?? '', edits]]),
      newFiles,
      title: `Take ${place.kind === 'lines' ? 'lines' : 'a file'} as ${place.kind === 'lines' ? 'they come' : 'it comes'}${nameAround(place.at)} instead of holding all of it`,
      reason: [measured, says, claim === undefined ? 'Nothing is claimed: traffic shows whether anything gets worse, and the memory in use whether it helped.' : '', test].filter((part) => part !== '').join('\n\n'),
      ...(claim === undefined ? {} : { claim }),
      confidence: 0.6,
      risk: 'medium',
    });
  },
};

type Place = { readonly kind: 'lines'; readonly at: ts.Node; readonly lines: LineLoop } | { readonly kind: 'hash'; readonly at: ts.Node; readonly hashed: HashedFile };

function firstPlace(input: RecipeInput, target: TargetProgram): Place {
  const bodies = entryBodies(target, input.target.entry, input.target.handlerExport);
  if (bodies.length === 0) return abstain(`the handler \`${input.target.handlerExport}\` of ${input.target.entry} is not in the source`);
  let refusal: string | undefined;
  for (const body of reachable(target, bodies, FAR)) {
    for (const node of descendants(body, (each): each is ts.ForOfStatement | ts.CallExpression => ts.isForOfStatement(each) || ts.isCallExpression(each))) {
      try {
        const place = placeAt(target, node);
        if (place) return place;
      } catch (error) {
        if (!(error instanceof Abstention)) throw error;
        refusal ??= error.message;
      }
    }
  }
  return abstain(refusal ?? 'no body is read whole only to be gone through once where the handler leads, or it is a stream already');
}

function placeAt(target: TargetProgram, node: ts.ForOfStatement | ts.CallExpression): Place | undefined {
  if (ts.isCallExpression(node)) {
    const hashed = hashedFile(target, node);
    return hashed && { kind: 'hash', at: node, hashed };
  }
  const lines = lineLoop(target, node);
  if (lines === undefined) return undefined;
  refusePartial(target, lines);
  return { kind: 'lines', at: node, lines };
}

type Change = { readonly edits: TextEdit[]; readonly newFiles: ReadonlyMap<string, string>; readonly says: string; readonly test: string };

function ofLines(input: RecipeInput, target: TargetProgram, { loop, read, separator, only, gone }: LineLoop): Change {
  const source = loop.getSourceFile();
  const module = moduleStyle(target, source);
  const brought = linesModule(separator, read.what !== 'answer');
  const { specifier, newFiles, testPath } = placeModule(input, target, source, brought);
  const { newline, indent, semicolon } = sourceStyle(source.text);
  const stream = streamText(target, read);
  const keyword = loop.getStart() + 'for'.length;
  const body = loop.statement.getStart() + 1;
  const inside = indentAt(source.text, loop.getStart()) + indent;
  return {
    newFiles,
    edits: [
      ...importsInPlaceOf(target, source, read.call.expression, [...(stream.startsWith('createReadStream') ? [{ name: 'createReadStream', specifier: fsSpecifier(source) }] : []), { name: brought.name, specifier }], module),
      ...gone.map(removal),
      { start: keyword, end: keyword, text: ' await' },
      { start: loop.expression.getStart(), end: loop.expression.getEnd(), text: `${brought.name}(${stream})` },
      ...(only === undefined ? [] : [{ start: body, end: body, text: `${newline}${inside}if (${negated(only)}) continue${semicolon}` }]),
    ],
    says: `${READ[read.what]} was read whole, split into lines and gone through once. \`${brought.name}\` gives the same lines, in the same order, as they come. The loop only changes what its function holds, so that a failure in the middle of reading leaves nothing behind, as before. What changes: each line is waited for, which costs a fraction of a microsecond.`,
    test: testPath === undefined ? `No test is added: \`${brought.name}\` is there already, or the target has no tests to go by.` : `The test of \`${brought.name}\` is ${testPath}.`,
  };
}

const READ = { file: 'A file', object: 'An object of the store', answer: 'The answer of a request' } as const;

function ofHash(target: TargetProgram, { read, edits }: HashedFile): Change {
  const source = read.call.getSourceFile();
  const wanted = streamText(target, read).startsWith('createReadStream') ? [{ name: 'createReadStream', specifier: fsSpecifier(source) }] : [];
  return {
    newFiles: new Map(),
    edits: [...importsInPlaceOf(target, source, read.call.expression, wanted, moduleStyle(target, source)), ...edits],
    says: 'A file was read whole to be hashed. The hash takes it in parts, and is the same; nobody sees it before the last part.',
    test: 'No test is added: the hash is what it was, to be proven by the existing tests, and validation measures whether they run the changed lines.',
  };
}

const fsSpecifier = (source: ts.SourceFile): string => (/['"]node:/.test(source.text) ? 'node:fs' : 'fs');

const negated = (condition: string): string => (/^\w+ !== ''$/.test(condition) ? condition.replace('!==', '===') : `!(${condition})`);

function claimOf(input: RecipeInput): Claim | undefined {
  if (input.opportunity.kind !== 'latency-degradation') return undefined;
  const gain = Math.round(CLAIMED_GAIN * learnedShare(input.lessons, NAME, input.target.id) * 100) / 100;
  return gain >= 0.05 ? { on: 'latency', gain } : abstain('what was claimed before came true too seldom');
}

function measuredSentence(evidence: Evidence): string {
  if (evidence.kind !== 'metric') return abstain('the evidence is of nothing that bodies held in memory would explain');
  if (evidence.metric === 'memoryUtilisation') return `Measured over ${evidence.requests} requests: ${percent(evidence.current)} of the memory is in use.`;
  if (!evidence.metric.startsWith('latency') && evidence.metric !== 'durationUtilisation') return abstain(`bodies held in memory do not explain \`${evidence.metric}\``);
  const shown = (value: number) => String(Math.round(value * 100) / 100);
  return `Measured over ${evidence.requests} requests: ${evidence.metric} went from ${shown(evidence.baseline)} to ${shown(evidence.current)}.`;
}

function nameAround(node: ts.Node): string {
  const fn = ts.findAncestor(node, (each): each is ts.FunctionLikeDeclaration => ts.isFunctionLike(each) && functionName(each) !== undefined);
  const name = fn && functionName(fn);
  return name === undefined ? '' : ` in ${name}`;
}
