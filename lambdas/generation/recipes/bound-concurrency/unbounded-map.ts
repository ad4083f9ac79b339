import ts from 'typescript';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import { sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { calleeName } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { bare } from '../../reading/enclosing.ts';
import { abstain } from '../../recipe.ts';
import type { Limiter } from './limiter.ts';

/** `Promise.all(items.map(work))`: as many calls at once as there are items. */
type UnboundedMap = { readonly all: ts.CallExpression; readonly map: ts.CallExpression; readonly items: ts.Expression; readonly work: ts.Expression };

/** Finds it along the measured frames, innermost first; abstains, saying why, when it is not there or its rounds may have effects. */
export function unboundedMap(target: TargetProgram, sites: readonly CodeSite[]): UnboundedMap {
  const chain = callChain(target, sites);
  if (chain.length === 0) return abstain('none of the measured places is in the source');
  for (const { calls } of chain) {
    for (const call of calls) {
      const found = mapAround(call);
      if (found === undefined) continue;
      const { items, work, map } = found;
      const list = bare(items);
      if (ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement)) abstain(`the list has ${list.elements.length} elements, always`);
      if (!target.checker.isArrayLikeType(target.checker.getTypeAtLocation(items))) abstain(`as far as types show, \`${items.getText()}\` is no list`);
      if (map.arguments.length > 1) abstain('the callback of `map` is given a `this`');
      const [signature] = target.checker.getTypeAtLocation(work).getCallSignatures();
      if (signature === undefined || signature.getParameters().length > 2) abstain(`\`${work.getText().slice(0, 40)}\` also wants the whole list, or its type is not known`);
      if (signature.declaration?.parameters.some((parameter) => ts.isParameter(parameter) && parameter.dotDotDotToken)) abstain(`\`${work.getText().slice(0, 40)}\` takes all that \`map\` gives it, also the whole list`);
      if (/\bloader\b|Loader\b|\.load(?:Many)?\(/.test(work.getText())) abstain('what is asked for at once may be gathered into one call (a loader), which would then be several');
      const effects = effectsOf(target, work);
      if (effects.writesOutside !== undefined) abstain(`what is done for each item also does ${effects.writesOutside}: after a failure it would no longer be begun for all`);
      return found;
    }
  }
  return abstain('the measured calls are not started together over a list (`Promise.all(….map(…))`)');
}

function mapAround(call: ts.CallExpression): UnboundedMap | undefined {
  if (isAll(call)) return partsOf(call);
  const around = ts.findAncestor(call, (node): node is ts.CallExpression => ts.isCallExpression(node) && isAll(node) && partsOf(node) !== undefined);
  if (around) return partsOf(around);
  const settled = ts.findAncestor(call, (node) => ts.isCallExpression(node) && node.expression.getText() === 'Promise.allSettled');
  if (settled) return abstain('each failure is dealt with on its own (`Promise.allSettled`)');
  return undefined;
}

const isAll = (call: ts.CallExpression) => call.expression.getText() === 'Promise.all';

function partsOf(all: ts.CallExpression): UnboundedMap | undefined {
  const [argument] = all.arguments;
  const map = argument && bare(argument);
  if (map === undefined || !ts.isCallExpression(map) || calleeName(map) !== 'map' || !ts.isPropertyAccessExpression(map.expression)) return undefined;
  const [work] = map.arguments;
  return work ? { all, map, items: map.expression.expression, work } : undefined;
}

/** Only what stands around the list and the work changes: both stay as they are written, with their line breaks. */
export function boundMap({ all, map, items, work }: UnboundedMap, limiter: Limiter): TextEdit[] {
  const { text } = all.getSourceFile();
  const marks = ['\u0001', '\u0002'] as const;
  const [head = '', rest = ''] = limiter.call(...marks).split(marks[0]);
  const [between, tail] = rest.split(marks[1]);
  if (between === undefined || tail === undefined || map.parent !== all) return [...limiter.edits, { start: all.getStart(), end: all.getEnd(), text: limiter.call(items.getText(), work.getText()) }];
  const lineBreak = /\n[ \t]*/.exec(text.slice(items.getEnd(), work.getStart()))?.[0];
  return [
    ...limiter.edits,
    { start: all.expression.getStart(), end: all.expression.getEnd(), text: head.replace(/\($/, '') },
    { start: items.getEnd(), end: work.getStart(), text: lineBreak === undefined ? between : between.replaceAll(', ', `,${sourceStyle(text).newline.replace('\n', lineBreak)}`) },
    { start: work.getEnd(), end: map.getEnd(), text: tail.replace(/\)$/, '') },
  ];
}
