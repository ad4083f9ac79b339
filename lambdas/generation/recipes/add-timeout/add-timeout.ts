import ts from 'typescript';
import type { Claim } from '../../../../shared/domain/claim.ts';
import type { Evidence } from '../../../../shared/domain/evidence.ts';
import { learnedShare } from '../../claim/learned.ts';
import { testFiles } from '../../driving/recipe-test.ts';
import { freeName } from '../../edits/free-name.ts';
import { importEdit, moduleStyle, specifierFor } from '../../edits/module-style.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import { patchFromDraft } from '../../patch-from-draft.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { descendants, functionName, isWithin } from '../../reading/enclosing.ts';
import { addressesIn, matchesShape, shapeSegments } from '../../reading/shape-literal.ts';
import { abstain, type Recipe, type RecipeInput } from '../../recipe.ts';
import { milliseconds } from '../../wording.ts';
import { limitedFetch } from './limited-fetch.ts';
import { firstLine, limitEdits, openCall, type OpenCall } from './open-call.ts';
import { timeLimit } from './time-limit.ts';
import { timeoutTest } from './timeout-test.ts';

const NAME = 'add-timeout';
/** Most slow requests should go; other causes of slowness are not known here. */
const CLAIMED_GAIN = 0.6;

/**
 * A call that sometimes waits until the function is killed: gives it a time limit, and asks once more where that is safe.
 * Where the code has a fetch with a time limit of its own, that one is used.
 */
export const addTimeout: Recipe = {
  name: NAME,
  for: ['timeout'],
  apply: (input, target) => {
    const { evidence } = input.opportunity;
    if (evidence.kind !== 'stalled-call') return abstain('the evidence names no call that stalls');
    const open = openCall(target, evidence.sites);
    const { call } = open;
    const path = target.pathOf(call) ?? '';
    const budgetMs = input.target.limits.timeoutSeconds * 500;
    const measured = `Measured: ${evidence.stalls} calls of ${evidence.shape} waited ${milliseconds(evidence.stalledMs)} on average without an answer, and ${evidence.timeouts} requests were killed by the function's time-out of ${input.target.limits.timeoutSeconds} s. Answers that come take ${milliseconds(evidence.usualP99Ms)} at the 99th percentile.`;

    const wrapper = open.takes === 'signal' ? limitedFetch(target, call) : undefined;
    if (wrapper) {
      return patchFromDraft(input, target, {
        recipe: NAME, edits: new Map([[path, wrapperEdits(target, call, wrapper)]]),
        title: `Use ${wrapper.name} for ${evidence.shape}`,
        reason: [measured, `\`${wrapper.name}\`, which other calls use already, gives up in time. What was a killed request becomes an error that is handled like any other failure of this call.`, `No test is added: the limit is that of \`${wrapper.name}\`, which has its own.`].join('\n\n'),
        claim: claimOf(input, evidence, budgetMs), confidence: 0.8, risk: 'low',
      });
    }

    const retry = isRepeatable(open, evidence) && !isRepeatedAlready(target, call) && call.arguments.every((argument) => hasNoEffects(target, argument)) ? plainWait(call) : undefined;
    const limit = timeLimit(target, call, evidence.usualP99Ms, retry ? budgetMs / 2 : budgetMs, retry ? 'repeated' : 'final');
    const { newFiles, sentence } = testFiles(timeoutTest(input, target, open, retry ? 2 : 1));
    return patchFromDraft(input, target, {
      recipe: NAME, newFiles, edits: new Map([[path, retry ? retryEdits(target, open, limit.text, retry) : limitEdits(open, limit.text)]]),
      title: `Give up on ${evidence.shape} after ${limit.ms} ms${retry ? ' and ask once more' : ''}`,
      reason: [
        measured,
        retry
          ? `Each attempt now ends after ${limit.ms} ms, and a failed one is followed by one more: a read that hangs once seldom hangs twice. Both together leave half of the function's time for the rest.`
          : `The call now ends after ${limit.ms} ms with an error, which is handled like any other failure of this call. It is not repeated: it is already, or from here it is not certain that a second call would be the same and only read.`,
        sentence,
      ].join('\n\n'),
      claim: claimOf(input, evidence, limit.ms), confidence: retry ? 0.8 : 0.7, risk: 'low',
    });
  },
};

type Stall = Extract<Evidence, { kind: 'stalled-call' }>;

/** Requests slower than the middle between a call that gives up and one that stalls. */
function claimOf(input: RecipeInput, evidence: Stall, limitMs: number): Claim {
  const stalledMs = Math.min(evidence.stalledMs, input.target.limits.timeoutSeconds * 1000);
  const gain = Math.round(CLAIMED_GAIN * learnedShare(input.lessons, NAME, input.target.id) * 100) / 100;
  const afterMs = limitMs + 2 * evidence.usualP99Ms;
  if (afterMs >= stalledMs) return abstain(`giving up after ${limitMs} ms would hardly be sooner than the stalls end (${Math.round(stalledMs)} ms)`);
  return { on: 'slow-requests', gain, thresholdMs: Math.round((afterMs + stalledMs) / 2) };
}

/** Only a read whose very address is written here; a general function may be used for writes too. */
function isRepeatable({ call, options }: OpenCall, evidence: Stall): boolean {
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  const writes = options !== undefined && (!ts.isObjectLiteralExpression(options) || options.properties.some((property) => property.name === undefined || /^(?:method|body)$/.test(property.name.getText())));
  return /^(?:GET|HEAD)$/i.test(evidence.method) && !writes && fn !== undefined && addressesIn(fn).some(({ segments }) => matchesShape(segments, shapeSegments(evidence.shape)));
}

/** In a loop, or in a function that something which repeats is given or wrapped around: another attempt would multiply theirs. */
function isRepeatedAlready(target: TargetProgram, call: ts.CallExpression): boolean {
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  if (ts.findAncestor(call, (node) => (ts.isFunctionLike(node) ? 'quit' : ts.isIterationStatement(node, false)))) return true;
  const name = fn && functionName(fn);
  return target.sources.some((source) => descendants(source, ts.isCallExpression).some((other) => REPEATING.test(calleeName(other) ?? '') && (isWithin(call, other) || (name !== undefined && other.arguments.some((argument) => descendants(argument.parent, ts.isIdentifier).some((use) => use.text === name))))));
}

/** What is sent is worked out anew for the second attempt. */
function hasNoEffects(target: TargetProgram, argument: ts.Expression): boolean {
  const { writes, writesOutside } = effectsOf(target, argument);
  return writes.size === 0 && writesOutside === undefined && !/\bawait\b|\.next\(|\.(?:shift|pop)\(|random/i.test(argument.getText());
}

const REPEATING = /retr(?:y|ies)|backoff|attempt(?!$)|repeat/i;

/** `const answer = await fetch(…);` as a statement of its own. */
function plainWait(call: ts.CallExpression): { statement: ts.Statement } | undefined {
  if (!ts.isAwaitExpression(call.parent)) return undefined;
  const statement = ts.findAncestor(call, ts.isStatement);
  return statement && ts.isVariableStatement(statement) && ts.isVariableDeclaration(call.parent.parent) && ts.isBlock(statement.parent) ? { statement } : undefined;
}

function retryEdits(target: TargetProgram, open: OpenCall, limit: string, { statement }: { statement: ts.Statement }): TextEdit[] {
  const { call } = open;
  const { text } = call.getSourceFile();
  const style = sourceStyle(text);
  const attempt = freeName(target, statement, ['attempt', 'ask']);
  const start = call.getStart();
  const limited = limitEdits(open, limit).reduceRight((all, edit) => all.slice(0, edit.start - start) + edit.text + all.slice(edit.end - start), call.getText());
  const indent = indentAt(text, statement.getStart());
  const isLong = !limited.includes('\n') && indent.length + limited.length + attempt.length + 15 > style.width;
  const arrow = isLong ? `=>${style.newline}${indent}${style.indent}` : '=> ';
  return [
    { start: statement.getStart(), end: statement.getStart(), text: `const ${attempt} = () ${arrow}${limited}${style.semicolon}${style.newline}${indent}` },
    { start, end: call.getEnd(), text: `${attempt}().catch(${attempt})` },
  ];
}

function wrapperEdits(target: TargetProgram, call: ts.CallExpression, wrapper: { name: string; declaration: ts.Node; inScope: boolean }): TextEdit[] {
  const source = call.getSourceFile();
  const from = target.pathOf(source) ?? '';
  const to = target.pathOf(wrapper.declaration) ?? '';
  const style = moduleStyle(target, source);
  if (style.system === 'commonjs' && !wrapper.inScope) return abstain(`\`${wrapper.name}\` would have to be required; \`${firstLine(call)}\` is left alone`);
  return [...(wrapper.inScope ? [] : [importEdit(source, wrapper.name, specifierFor(from, to, style), style.system)]), { start: call.expression.getStart(), end: call.expression.getEnd(), text: wrapper.name }];
}
