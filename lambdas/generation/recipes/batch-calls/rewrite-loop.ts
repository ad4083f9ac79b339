import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isPure } from '../../reading/purity.ts';
import { abstain } from '../../recipe.ts';
import type { BatchFunction } from './batch-function.ts';
import type { CallCondition } from './call-conditions.ts';
import type { ItemReader } from './item-key.ts';
import type { ItemLoop } from '../../loops/item-loop.ts';

/**
 * One batch call in front of the loop; in it, what the batch brought, else the single call as before. So an item that the
 * batch leaves out is treated exactly as it was.
 */
export function rewriteLoop(target: TargetProgram, found: { loop: ItemLoop; reader: ItemReader; call: ts.CallExpression; key: ts.Expression; conditions: readonly CallCondition[]; batch: BatchFunction }): TextEdit[] {
  const { loop, reader, call, key, conditions, batch } = found;
  const source = call.getSourceFile();
  const style = sourceStyle(source.text);
  const { statement } = loop;
  if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent) && !ts.isCaseOrDefaultClause(statement.parent)) return abstain('the loop is the only statement of a branch without braces');
  const indent = indentAt(source.text, statement.getStart());

  const held = isPure(loop.collection) ? undefined : freeName(target, statement, [plural(nameOfItem(loop)), `all${capital(plural(nameOfItem(loop)))}`]);
  const collection = held ?? loop.collection.getText();
  const one = elementNameOf(batch, call);
  const noun = nounOf(batch.name) ?? plural(one);
  const keyWord = batch.keyProperty ?? lastWord(key.getText());
  const keysName = freeName(target, statement, [keyWord === 'id' ? `${singular(noun)}Ids` : plural(keyWord), `${singular(noun)}${capital(plural(keyWord))}`].filter((name) => name !== held));
  const allName = freeName(target, statement, [noun, `all${capital(noun)}`, `found${capital(noun)}`]);
  const lookupName = freeName(target, statement, [`${noun}By${capital(keyWord)}`, `${noun}ByKey`]);

  const keys = uniqueKeys(target, { loop, collection, reader, key, conditions });
  const callText = `await ${batch.text}(${batch.arguments.map((argument) => argument ?? keysName).join(', ')})`;
  const answer = (empty: string) => (batch.handlesEmpty ? callText : `${keysName}.${batch.keysAs === 'set' ? 'size' : 'length'} > 0 ? ${callText} : ${empty}`);
  const lookupValue = {
    array: `new Map(${allName}.map((${one}) => [${one}.${batch.keyProperty ?? 'id'}, ${one}]))`,
    map: batch.handlesEmpty ? callText : `new Map(${answer('[]')})`,
    record: `new Map(Object.entries(${answer('{}')}))`,
  }[batch.returns];
  const lines = [
    ...(held === undefined ? [] : [`const ${held} = ${loop.collection.getText()}`]),
    `const ${keysName} = ${batch.keysAs === 'set' ? keys : `[...${keys}]`}`,
    ...(batch.returns === 'array' ? [`const ${allName} = ${answer('[]')}`] : []),
    `const ${lookupName} = ${lookupValue}`,
  ];
  const before = lines.map((line) => `${line}${style.semicolon}${style.newline}${indent}`).join('');

  const lookup = `${lookupName}.get(${key.getText()})`;
  return [{ start: statement.getStart(), end: statement.getStart(), text: before }, ...(held === undefined ? [] : [{ start: loop.collection.getStart(), end: loop.collection.getEnd(), text: held }]), ...lookedUp(call, lookup, style.width, style.newline + style.indent), ...binding(batch)];
}

/** `new Set(…)` over the keys of all items for which the loop would ask. */
function uniqueKeys(target: TargetProgram, { loop, collection, reader, key, conditions }: { loop: ItemLoop; collection: string; reader: ItemReader; key: ts.Expression; conditions: readonly CallCondition[] }): string {
  const isArray = target.checker.isArrayLikeType(target.checker.getTypeAtLocation(loop.collection));
  const keyText = reader.read(key);
  const used = [key, ...conditions.map(({ expression }) => expression)].map((expression) => reader.read(expression)).join(' ');
  const callback = `(${usedPart(loop.item, reader.itemText, used)}) => `;
  const items = isArray ? collection : `Array.from(${collection})`;
  if (conditions.length > 0) {
    const [only] = conditions;
    const all = conditions.length === 1 && only?.negated === true ? `${reader.read(only.expression)} ? [] : [${keyText}]` : `${conditions.length === 1 && only ? reader.read(only.expression) : conditions.map((condition) => conditionText(reader, condition)).join(' && ')} ? [${keyText}] : []`;
    return `new Set(${items}.flatMap(${callback}(${all})))`;
  }
  if (keyText === reader.itemText) return `new Set(${collection})`;
  return `new Set(${isArray ? `${collection}.map(${callback}${keyText})` : `Array.from(${collection}, ${callback}${keyText})`})`;
}

const nameOfItem = ({ item }: ItemLoop) => (item !== undefined && ts.isIdentifier(item) ? item.text : 'item');

/** A list pattern without the names that the text does not use; anything else stays as it is written. */
function usedPart(item: ts.BindingName | undefined, itemText: string, used: string): string {
  if (item === undefined || !ts.isArrayBindingPattern(item)) return itemText;
  const isUsed = (element: ts.ArrayBindingElement) => ts.isBindingElement(element) && new RegExp(`\\b${element.name.getText()}\\b`).test(used);
  const last = item.elements.findLastIndex(isUsed);
  return `[${item.elements.slice(0, last + 1).map((element) => (isUsed(element) ? element.getText() : '')).join(', ')}]`;
}

function conditionText(reader: ItemReader, { expression, negated }: CallCondition): string {
  const text = reader.read(expression);
  const simple = /^!?[\w$.]+$/.test(text);
  return negated ? `!${simple && !text.startsWith('!') ? text : `(${text})`}` : simple ? text : `(${text})`;
}

/** `await single(key)` becomes `lookup ?? (await single(key))`. */
function lookedUp(call: ts.CallExpression, lookup: string, width: number, lineBreak: string): TextEdit[] {
  const awaited = ts.isAwaitExpression(call.parent) ? call.parent : undefined;
  const whole = awaited ?? call;
  const needsParentheses = ts.isBinaryExpression(whole.parent) || ts.isSpreadElement(whole.parent) || ts.isAsExpression(whole.parent) || ts.isPropertyAccessExpression(whole.parent) || ts.isNonNullExpression(whole.parent);
  const source = whole.getSourceFile();
  const lineStart = source.text.lastIndexOf('\n', whole.getStart()) + 1;
  const end = source.text.indexOf('\n', whole.getEnd());
  const canBreak = ts.isVariableDeclaration(whole.parent) || ts.isReturnStatement(whole.parent);
  const isLong = canBreak && (end < 0 ? source.text.length : end) - lineStart + lookup.length + 6 > width;
  const operator = isLong ? ` ??${lineBreak}${indentAt(source.text, whole.getStart())}` : ' ?? ';
  return [
    { start: whole.getStart(), end: whole.getStart(), text: `${needsParentheses ? '(' : ''}${lookup}${operator}${awaited ? '(' : ''}` },
    { start: whole.getEnd(), end: whole.getEnd(), text: `${awaited ? ')' : ''}${needsParentheses ? ')' : ''}` },
  ];
}

/** Adds the batch function to the import or destructuring that brings the single one. */
function binding(batch: BatchFunction): TextEdit[] {
  const last = batch.alsoBind?.elements.at(-1);
  return last ? [{ start: last.getEnd(), end: last.getEnd(), text: `, ${batch.name}` }] : [];
}

/** What to call one of the answers: by its type, else by the variable that holds it. */
function elementNameOf(batch: BatchFunction, call: ts.CallExpression): string {
  if (batch.elementName !== undefined && /^[A-Z][A-Za-z]*$/.test(batch.elementName) && batch.elementName !== 'Object') return batch.elementName.replace(/^./, (letter) => letter.toLowerCase());
  const variable = ts.findAncestor(call, (node) => (ts.isFunctionLike(node) || ts.isStatement(node) ? 'quit' : ts.isVariableDeclaration(node)));
  return variable && ts.isVariableDeclaration(variable) && ts.isIdentifier(variable.name) ? variable.name.text : singular(nounOf(batch.name) ?? 'items');
}

/** `products` of `getProductsByIds`, `fetchManyProducts`, `productsBatch`; `undefined` for `findMany`. */
export function nounOf(name: string): string | undefined {
  const words = name.replace(/(?:By|For|With|Of|In)(?:[A-Z]\w*)?$|^(?:by|for|of)[A-Z]\w*$/, '').split(/(?=[A-Z])/).filter((word) => !/^(?:get|fetch|load|find|list|read|query|lookup|look|up|retrieve|batch|bulk|many|multiple|all|several|multi|_+)$/i.test(word));
  const noun = words.join('').replace(/^./, (letter) => letter.toLowerCase());
  return noun === '' ? undefined : plural(noun);
}

const plural = (noun: string) => (noun.endsWith('s') ? noun : /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`);

export const singular = (noun: string) => noun.replace(/ies$/, 'y').replace(/(?<=[sx])es$/, '').replace(/s$/, '');

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());

const lastWord = (text: string) => /[A-Za-z_$][\w$]*(?=\W*$)/.exec(text)?.[0] ?? 'key';
