import ts from 'typescript';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { descendants } from './enclosing.ts';
import { abstain } from '../recipe.ts';

export type ErrorEvidence = Extract<Evidence, { kind: 'errors' }>;
export type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** The expression that failed, and what was found in place of an object. */
export type FailingAccess = { readonly access: Access; readonly missing: 'undefined' | 'null'; readonly property: string };

const MESSAGE = /Cannot read propert(?:y|ies) (?:'[^']*' )?of (undefined|null)(?: \(reading '([^']+)'\))?/;

/** Finds the property access that the error's message and innermost frame speak of; abstains when more than one could be meant. */
export function failingAccess(target: TargetProgram, evidence: ErrorEvidence): FailingAccess {
  if (evidence.name !== 'TypeError') return abstain(`${evidence.name} is not a missing value`);
  const parsed = [...evidence.samples, evidence.template].map((text) => MESSAGE.exec(text)).find((match) => match?.[2] !== undefined);
  const property = parsed?.[2];
  if (parsed === null || parsed === undefined || property === undefined) return abstain('the message does not say which property of what was read');
  const [site] = evidence.sites;
  const source = site && target.sourceFile(site.path.replace(/^\.\//, ''));
  if (site === undefined || source === undefined) return abstain('the failing place is not in the source');
  const missing = parsed[1] === 'null' ? 'null' : 'undefined';

  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const isAccess = (node: ts.Node): node is Access => ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  const candidates = descendants(source, isAccess).filter((access) => {
    const name = ts.isPropertyAccessExpression(access) ? access.name : access.argumentExpression;
    const text = ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
    return lineOf(name) === site.line && text === property;
  });
  const unguarded = candidates.filter((access) => access.questionDotToken === undefined);
  const exact = unguarded.filter((access) => columnOf(source, access) === site.column);
  const [only, another] = exact.length > 0 ? exact : unguarded;
  if (only === undefined) return abstain(candidates.length > 0 ? `\`.${property}\` is guarded there already` : `no \`.${property}\` is read on the failing line`);
  if (another !== undefined) return abstain(`more than one \`.${property}\` is read on the failing line`);
  if (isInsideGuardedChain(only)) return abstain(`\`${only.getText()}\` is part of a guarded chain already`);
  return { access: only, missing, property };
}

const columnOf = (source: ts.SourceFile, access: Access) => source.getLineAndCharacterOfPosition((ts.isPropertyAccessExpression(access) ? access.name : access.argumentExpression).getStart()).character + 1;

/** In `a?.b.c` a missing `a` cannot make `.c` fail; but a missing `b` can. */
const isInsideGuardedChain = (access: Access) => (access.flags & ts.NodeFlags.OptionalChain) !== 0 && access.questionDotToken !== undefined;
