import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { functionName } from '../reading/enclosing.ts';
import type { GivenFrom } from './given-from.ts';
import { canBeLoaded } from './loads-quietly.ts';
import { sampleValue, type Wanted } from './sample-value.ts';

/** How a test calls a function: the name it imports, and the call's text. */
export type Drive = { readonly imports: string; readonly source: ts.SourceFile; readonly call: string };

/** What a test must give, and where: a value's text at the place where the function gets it from. */
export type Given = { readonly from: GivenFrom; readonly text: string };

/**
 * The call of a function from a test, with made-up values for everything that is not given. A sentence that says why not, when the function cannot be
 * reached from outside its file, its file does more than declare, or a parameter cannot be made up.
 */
export function drive(target: TargetProgram, fn: ts.FunctionLikeDeclaration, given: readonly Given[]): Drive | { readonly none: string } {
  const source = fn.getSourceFile();
  const name = functionName(fn);
  const owner = ts.isClassLike(fn.parent) ? fn.parent : undefined;
  const imports = owner ? owner.name?.text : name;
  if (name === undefined || imports === undefined || (ts.isMethodDeclaration(fn) && owner === undefined)) return { none: 'the function has no name to call it by' };
  if (!isExported(source, imports) || (owner && isHidden(fn))) return { none: `\`${name}\` is not exported, so that no test can call it alone` };
  if (owner?.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) === true) return { none: `\`${imports}\` extends another class` };
  if (owner === undefined && ts.findAncestor(fn.parent, ts.isFunctionLike) !== undefined) return { none: `\`${name}\` stands inside another function` };
  if (!canBeLoaded(target, source)) return { none: 'loading its file does more than declare, and no existing test loads it' };
  const made = owner?.members.find(ts.isConstructorDeclaration);
  if (made?.body?.statements.some((statement) => !/^this\.\w+ = \w+;?$/.test(statement.getText())) === true) return { none: `making a \`${imports}\` does more than keep what it is given` };
  const args = argumentsFor(target, fn, given.filter(({ from }) => from.by === 'call'));
  const makers = owner ? argumentsFor(target, made, given.filter(({ from }) => from.by === 'constructor')) : [];
  if (typeof args === 'string' || typeof makers === 'string') return { none: `the parameter \`${typeof args === 'string' ? args : String(makers)}\` cannot be made up` };
  const called = owner ? `new ${imports}(${makers.join(', ')}).${name}` : name;
  return { imports, source, call: `${called}(${args.join(', ')})` };
}

/** The texts of the arguments, or the name of a parameter for which there is none. */
function argumentsFor(target: TargetProgram, fn: ts.FunctionLikeDeclaration | undefined, given: readonly Given[]): string[] | string {
  const texts: string[] = [];
  for (const [index, parameter] of (fn?.parameters ?? []).entries()) {
    const own = given.filter(({ from }) => from.index === index);
    if (own.length === 0 && (parameter.questionToken || parameter.initializer)) break;
    if (parameter.dotDotDotToken) return parameter.name.getText();
    const wanted = own.length === 0 ? undefined : own.reduce<Wanted | undefined>((all, { from, text }) => merged(all, from.path, text), undefined);
    const text = sampleValue(target, target.checker.getTypeAtLocation(parameter), parameter.name.getText(), parameter, wanted);
    if (text === undefined) return parameter.name.getText();
    texts.push(own.length > 0 || /[{[]/.test(text) ? `${text}‹ as never›` : text);
  }
  return texts;
}

function merged(all: Wanted | undefined, [first, ...rest]: readonly string[], text: string): Wanted {
  if (first === undefined) return text;
  const known = typeof all === 'object' ? all : {};
  return { ...known, [first]: merged(known[first], rest, text) };
}

const isHidden = (fn: ts.FunctionLikeDeclaration) => fn.name === undefined || ts.isPrivateIdentifier(fn.name) || (ts.canHaveModifiers(fn) ? (ts.getModifiers(fn) ?? []) : []).some(({ kind }) => [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.StaticKeyword].includes(kind));

const isExported = (source: ts.SourceFile, name: string): boolean =>
  new RegExp(`export (?:abstract )?(?:async )?(?:function|const|class) ${name}\\b|export {[^}]*\\b${name}\\b[^}]*}(?! from)|exports\\.${name} =|module\\.exports = {[^}]*\\b${name}\\b`).test(source.text);
