import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { isPrimitiveType } from '../index-scans/total.ts';
import { bufferedRead, type BufferedRead } from './buffered-read.ts';

/** A loop over the lines of something that was read whole. */
export type LineLoop = {
  readonly loop: ts.ForOfStatement;
  readonly read: BufferedRead;
  readonly separator: '\n' | '\r?\n';
  /** What a line must be, to be gone through: a condition on the loop's variable. */
  readonly only: string | undefined;
  /** Declarations that are no longer needed, in order. */
  readonly gone: readonly ts.VariableStatement[];
};

/** `undefined` for loops over anything else; abstains when the text is used for more. */
export function lineLoop(target: TargetProgram, loop: ts.ForOfStatement): LineLoop | undefined {
  if (loop.awaitModifier || !ts.isVariableDeclarationList(loop.initializer) || !ts.isBlock(loop.statement)) return undefined;
  const variable = loop.initializer.declarations[0]?.name;
  if (variable === undefined || !ts.isIdentifier(variable)) return undefined;
  const gone: ts.VariableStatement[] = [];
  const lines = followed(target, loop.expression, loop, gone);
  const filtered = methodCall(lines, 'filter');
  const only = filtered === undefined ? undefined : conditionText(filtered.arguments[0], variable.text);
  if (filtered !== undefined && only === undefined) return undefined;
  if (filtered?.arguments[0] !== undefined) refuseChangingFilter(target, filtered.arguments[0]);
  const split = methodCall(filtered === undefined ? lines : followed(target, receiver(filtered), loop, gone), 'split');
  const separator = split?.arguments.length === 1 ? SEPARATORS[split.arguments[0]?.getText() ?? ''] : undefined;
  if (split === undefined || separator === undefined) return undefined;
  const read = bufferedRead(target, followed(target, receiver(split), loop, gone));
  return read?.isText === true ? { loop, read, separator, only, gone: gone.toReversed() } : undefined;
}

const SEPARATORS: Readonly<Record<string, LineLoop['separator']>> = { "'\\n'": '\n', '"\\n"': '\n', '`\\n`': '\n', '/\\n/': '\n', '/\\r?\\n/': '\r?\n', '/\\r?\\n/g': '\r?\n' };

const receiver = (call: ts.CallExpression): ts.Expression => (ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : call.expression);

function methodCall(expression: ts.Expression, name: string): ts.CallExpression | undefined {
  const node = bare(expression);
  return ts.isCallExpression(node) && !node.questionDotToken && ts.isPropertyAccessExpression(node.expression) && !node.expression.questionDotToken && node.expression.name.text === name ? node : undefined;
}

/** What a name stands for that is declared just before the loop and named nowhere else. */
export function followed(target: TargetProgram, expression: ts.Expression, before: ts.Statement, gone: ts.VariableStatement[]): ts.Expression {
  const node = bare(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(target, node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!ts.isIdentifier(node) || declaration === undefined || !ts.isVariableDeclaration(declaration) || !declaration.initializer || !ts.isIdentifier(declaration.name) || !ts.isVariableDeclarationList(declaration.parent)) return node;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.parent !== before.parent || declaration.parent.declarations.length !== 1) return node;
  if (!mayBeRead(target, declaration.initializer)) return node;
  const uses = descendants(statement.parent, ts.isIdentifier).filter((each) => each !== declaration.name && each.text === node.text && symbolOf(target, each) === symbol);
  if (uses.length !== 1) abstain(`\`${node.text}\` is used for more than going through its lines once`);
  refuseBetween(statement, before, gone);
  gone.push(statement);
  return declaration.initializer;
}

/** A read, or what is made of one: only those declarations are followed. */
const mayBeRead = (target: TargetProgram, initializer: ts.Expression): boolean =>
  bufferedRead(target, initializer) !== undefined || methodCall(initializer, 'split') !== undefined || methodCall(initializer, 'filter') !== undefined;

/** Between the read and the loop nothing may happen that would now happen before the read. */
function refuseBetween(from: ts.Statement, to: ts.Statement, gone: readonly ts.Statement[]): void {
  const { statements } = from.parent as ts.Block;
  const between = statements.slice(statements.indexOf(from) + 1, statements.indexOf(to));
  const acting = between.find((statement) => !gone.some((each) => each === statement) && !isQuiet(statement));
  if (acting) abstain(`\`${(acting.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\` comes between reading and going through the lines`);
}

const isQuiet = (statement: ts.Statement): boolean =>
  ts.isVariableStatement(statement) && statement.declarationList.declarations.every(({ initializer, name }) => ts.isIdentifier(name) && (initializer === undefined || isPure(initializer) || (ts.isNewExpression(initializer) && /^(?:Map|Set|Date)$/.test(initializer.expression.getText()) && (initializer.arguments ?? []).length === 0)));

/** The filter was asked of all lines before the first went round: what it names besides the line may have changed since. */
function refuseChangingFilter(target: TargetProgram, callback: ts.Expression): void {
  const own = [...referencedSymbols(target, callback)].find((symbol) => {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || target.pathOf(declaration) === undefined || isWithin(declaration, callback)) return false;
    const isConstant = ts.isVariableDeclaration(declaration) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return !isConstant || !isPrimitiveType(target.checker.getTypeOfSymbol(symbol));
  });
  if (own) abstain(`the filter of the lines asks for \`${own.getName()}\`, which may change while they are gone through`);
}

function conditionText(callback: ts.Expression | undefined, variable: string): string | undefined {
  if (callback === undefined) return undefined;
  if (callback.getText() === 'Boolean') return `${variable} !== ''`;
  if (!ts.isArrowFunction(callback) || ts.isBlock(callback.body) || callback.parameters.length !== 1 || callback.parameters[0]?.name.getText() !== variable) return undefined;
  return isPure(callback.body) ? callback.body.getText() : undefined;
}
