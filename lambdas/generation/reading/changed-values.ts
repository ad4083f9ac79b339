import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { ownCallees, symbolOf } from './callee.ts';
import { effectsOf } from './effects.ts';
import { descendants } from './enclosing.ts';
import { declaredSymbols, isWriteTarget } from './references.ts';

const CHANGING_METHODS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'set', 'add', 'append', 'delete', 'clear', 'copyWithin', 'setTime']);

/** The first place in `scope` where something is done to the value of a variable: assigned to its parts, sorted in place, handed to a function that does so. */
export const changeOf = (target: TargetProgram, symbol: ts.Symbol, scope: ts.Node): ts.Node | undefined =>
  descendants(scope, ts.isIdentifier).find((node) => {
    if (symbolOf(target, node) !== symbol) return false;
    const isOwnReassignment = ts.isBinaryExpression(node.parent) && node.parent.left === node;
    return (isWriteTarget(node) && !isOwnReassignment) || isChangedHere(node) || isPassedToChanger(target, node);
  });

/** `x.list.push(…)`, `Object.assign(x, …)` */
export function isChangedHere(node: ts.Expression): boolean {
  let place: ts.Expression = node;
  while ((ts.isPropertyAccessExpression(place.parent) || ts.isElementAccessExpression(place.parent) || ts.isNonNullExpression(place.parent)) && place.parent.expression === place) {
    if (ts.isPropertyAccessExpression(place.parent) && CHANGING_METHODS.has(place.parent.name.text) && ts.isCallExpression(place.parent.parent) && place.parent.parent.expression === place.parent) return true;
    place = place.parent;
  }
  return ts.isCallExpression(place.parent) && place.parent.arguments[0] === place && /^Object\.(?:assign|definePropert)/.test(place.parent.expression.getText());
}

/** An argument of one of the target's own functions that writes to that parameter. */
export function isPassedToChanger(target: TargetProgram, node: ts.Expression): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call)) return false;
  const position = call.arguments.indexOf(node);
  return ownCallees(target, call).some((callee) => {
    const parameter = callee.parameters[position];
    return parameter !== undefined && declaredSymbols(target, parameter.name).some((symbol) => effectsOf(target, callee).writes.has(symbol) || (callee.body !== undefined && descendants(callee.body, ts.isIdentifier).some((use) => symbolOf(target, use) === symbol && isChangedHere(use))));
  });
}
