import ts from 'typescript';
import { importEdit, moduleStyle, specifierFor } from '../../edits/module-style.ts';
import { importOnce } from '../../edits/import-once.ts';
import { placeModule } from '../../edits/place-module.ts';
import { sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath, symbolOf } from '../../reading/callee.ts';
import { isOwnFunction, type OwnFunction } from '../../reading/enclosing.ts';
import { loads } from '../../reading/imports.ts';
import { promised } from '../../reading/promised.ts';
import type { RecipeInput } from '../../recipe.ts';
import { LIMIT_MODULE } from './limit-module.ts';

/** What does at most so many things at a time, and what has to be written so that it can be used. */
export type Limiter = {
  readonly name: string;
  /** `name(items, limit, work)` in the order that it wants. */
  readonly call: (items: string, work: string) => string;
  readonly edits: readonly TextEdit[];
  readonly newFiles: ReadonlyMap<string, string>;
  readonly testPath: string | undefined;
};

/** `p-map` where the service imports it, a function of its own of that shape, else the module that this recipe brings. */
export function limiterFor(input: RecipeInput, target: TargetProgram, source: ts.SourceFile, limit: number): Limiter {
  return importedLimiter(target, source, limit) ?? ownLimiter(target, source, limit) ?? broughtLimiter(input, target, source, limit);
}

/** `import pMap from 'p-map'` somewhere in the service. */
function importedLimiter(target: TargetProgram, source: ts.SourceFile, limit: number): Limiter | undefined {
  const imports = target.sources.filter((each) => !isTestPath(target.pathOf(each) ?? '')).flatMap((each) => each.statements.filter((statement): statement is ts.ImportDeclaration => ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text === 'p-map'));
  const known = imports.find((statement) => statement.getSourceFile() === source) ?? imports[0];
  const name = known?.importClause?.name?.text;
  if (known === undefined || name === undefined) return undefined;
  const { semicolon, newline, quote } = sourceStyle(source.text);
  const last = source.statements.findLast(ts.isImportDeclaration);
  const at = last?.getEnd() ?? 0;
  const edits = known.getSourceFile() === source ? [] : [{ start: at, end: at, text: `${newline}import ${name} from ${quote}p-map${quote}${semicolon}` }];
  return { name, call: (items, work) => `${name}(${items}, ${work}, { concurrency: ${limit} })`, edits, newFiles: new Map(), testPath: undefined };
}

/** A function that takes a list, a number that is named like a limit, and what is to be done with each item, and promises a list. */
function ownLimiter(target: TargetProgram, source: ts.SourceFile, limit: number): Limiter | undefined {
  for (const each of target.sources) {
    if (isTestPath(target.pathOf(each) ?? '')) continue;
    for (const statement of each.statements) {
      const found = limiterIn(target, statement);
      if (found === undefined) continue;
      const { name, order } = found;
      const call = (items: string, work: string) => `${name.text}(${order.map((part) => ({ items, limit: String(limit), work })[part]).join(', ')})`;
      const symbol = symbolOf(target, name);
      const inScope = target.checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Value).some((visible) => visible.name === name.text && (visible === symbol || ((visible.flags & ts.SymbolFlags.Alias) !== 0 && target.checker.getAliasedSymbol(visible) === symbol)));
      if (inScope) return { name: name.text, call, edits: [], newFiles: new Map(), testPath: undefined };
      if (!found.exported || loads(target, each, source)) continue;
      const module = moduleStyle(target, source);
      const specifier = specifierFor(target.pathOf(source) ?? '', target.pathOf(each) ?? '', module);
      return { name: name.text, call, edits: [importEdit(source, name.text, specifier, module.system)], newFiles: new Map(), testPath: undefined };
    }
  }
  return undefined;
}

type Part = 'items' | 'limit' | 'work';

function limiterIn(target: TargetProgram, statement: ts.Statement): { name: ts.Identifier; order: Part[]; exported: boolean } | undefined {
  const declared = declaredFunction(statement);
  if (declared === undefined || declared.fn.parameters.length !== 3) return undefined;
  const { checker } = target;
  const signature = checker.getSignatureFromDeclaration(declared.fn);
  const given = signature && promised(checker, signature.getReturnType());
  if (given === undefined || !checker.isArrayLikeType(given)) return undefined;
  // In the order of the items, and failing with them: one that gathers what has come so far, or lives with failures, would answer otherwise.
  const body = declared.fn.body?.getText() ?? '';
  if (/\bcatch\b|allSettled|\.push\(\s*await (?!Promise\.all\b)/.test(body) || !/\]\s*=\s*await\b|Promise\.all\(/.test(body)) return undefined;
  const order = declared.fn.parameters.flatMap((parameter): Part[] => {
    const type = checker.getTypeAtLocation(parameter);
    if (type.getCallSignatures().length > 0) return ['work'];
    if (checker.isArrayLikeType(type)) return ['items'];
    return (type.flags & ts.TypeFlags.NumberLike) !== 0 && /limit|concurren|parallel|width|max|atOnce/i.test(parameter.name.getText()) ? ['limit'] : [];
  });
  if (new Set(order).size !== 3) return undefined;
  const exported = (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) || new RegExp(`\\bmodule\\.exports\\s*=\\s*{[^}]*\\b${declared.name.text}\\b|\\bexports\\.${declared.name.text}\\b|export\\s*{[^}]*\\b${declared.name.text}\\b`).test(statement.getSourceFile().text);
  return { name: declared.name, order, exported };
}

function declaredFunction(statement: ts.Statement): { name: ts.Identifier; fn: OwnFunction } | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement.name && isOwnFunction(statement) ? { name: statement.name, fn: statement } : undefined;
  const declaration = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : undefined;
  const fn = declaration?.initializer;
  return declaration && fn && ts.isIdentifier(declaration.name) && isOwnFunction(fn) ? { name: declaration.name, fn } : undefined;
}

function broughtLimiter(input: RecipeInput, target: TargetProgram, source: ts.SourceFile, limit: number): Limiter {
  const { specifier, newFiles, testPath } = placeModule(input, target, source, LIMIT_MODULE);
  const { name } = LIMIT_MODULE;
  const imported = importOnce(source, name, specifier, moduleStyle(target, source).system);
  return { name, call: (items, work) => `${name}(${items}, ${limit}, ${work})`, edits: imported, newFiles, testPath };
}
