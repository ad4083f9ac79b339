import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { sourceStyle } from '../../edits/source-style.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare } from '../../reading/enclosing.ts';
import type { Loop } from './loop-around.ts';
import type { Search } from './search.ts';
import { mayBeNaN } from './total.ts';

/** Words that lists are called after, and that cannot be names. */
const RESERVED = new Set(['break', 'case', 'class', 'default', 'delete', 'enum', 'export', 'function', 'import', 'interface', 'package', 'return', 'switch', 'var', 'yield', 'await', 'new', 'catch', 'const', 'let', 'for', 'if', 'in', 'this', 'throw', 'try', 'void', 'while', 'with', 'super', 'static', 'public', 'private', 'protected', 'continue', 'do', 'else', 'extends', 'false', 'true', 'null', 'typeof', 'finally', 'implements', 'debugger', 'instanceof']);

/** An index of a list, as statements without indentation, and what stands in the place of the search. */
export type IndexText = { readonly name: string; readonly lines: readonly string[]; readonly answer: string; readonly container: 'Map' | 'Set' };

/** Elements by key. First come, first kept, as the search from the start has it; a NaN, which equals nothing, is not kept. */
export function indexText(target: TargetProgram, search: Search, loop: Loop): IndexText {
  const { list, equality, gives } = search;
  const { semicolon: end, indent } = sourceStyle(loop.place.getSourceFile().text);
  const isTyped = /\.[cm]?tsx?$/.test(loop.place.getSourceFile().fileName);
  const listText = bare(list).getText();
  const words = wordsOf(listText);
  // In a scope of its own; it may only not be called as the list is.
  const item = [equality.item ?? words.one, words.one].find((wish) => wish !== listText.split('.', 1)[0] && !RESERVED.has(wish)) ?? 'each';
  const key = equality.keyOf(item);
  const suffix = capital(equality.path.at(-1) ?? 'value');
  const sought = equality.sought.getText();
  const named = (...wishes: string[]) => freeName(target, loop.place, wishes);
  const keyType = typeText(target, loop, equality.keyType, equality.soughtType, [`(typeof ${listText})[number]`, ...equality.path.map((part) => `['${part}']`)].join(''));
  const elementType = isTyped ? elementText(target, loop, list, listText) : '';
  const guard = mayBeNaN(equality.keyType) && !search.findsNaN;

  if (gives === 'presence' || gives === 'absence') {
    const name = equality.path.length === 0 ? named(`known${capital(words.many)}`, `${words.many}Set`) : named(`${words.one}${suffix}${suffix.endsWith('s') ? 'es' : 's'}`, `${words.one}${suffix}Set`);
    const keys = equality.path.length === 0 ? listText : `${listText}.map((${item}) => ${key})`;
    const given = guard ? `${keys}.filter((key) => !Number.isNaN(key))` : keys;
    const explicit = isTyped && !target.checker.isTypeAssignableTo(equality.soughtType, equality.keyType) ? `<${keyType}>` : '';
    return { name, lines: [`const ${name} = new Set${explicit}(${given})${end}`], answer: `${gives === 'absence' ? '!' : ''}${name}.has(${sought})`, container: 'Set' };
  }
  if (gives === 'index') {
    const name = named(`${words.one}IndexBy${suffix}`);
    return { name, lines: firstWins(name, isTyped ? `<${keyType}, number>` : '', `[index, ${item}]`, `${listText}.entries()`, key, 'index'), answer: `(${name}.get(${sought}) ?? -1)`, container: 'Map' };
  }
  const name = named(`${words.many}By${suffix}`, `${words.many}With${suffix}`);
  if (gives === 'first') return { name, lines: firstWins(name, isTyped ? `<${keyType}, ${elementType}>` : '', item, listText, key, item), answer: `${name}.get(${sought})`, container: 'Map' };
  const group = freeName(target, loop.place, ['group', 'same', 'alike']);
  // `Map.groupBy` would say it in a line, but not every runtime in use has it, whatever the compiler is set to.
  const lines = [
    `const ${name} = new Map${isTyped ? `<${keyType}, ${elementType.includes(' ') ? `(${elementType})` : elementType}[]>` : ''}()${end}`,
    `for (const ${item} of ${listText}) {`,
    ...(guard && gives === 'all' ? [`${indent}if (Number.isNaN(${key})) continue${end}`] : []),
    `${indent}const ${group} = ${name}.get(${key})${end}`,
    `${indent}if (${group}) ${group}.push(${item})${end}`,
    `${indent}else ${name}.set(${key}, [${item}])${end}`,
    '}',
  ];
  const found = `(${name}.get(${sought}) ?? [])`;
  if (gives === 'candidates') return { name, lines, answer: ts.isForOfStatement(list.parent) ? found.slice(1, -1) : found, container: 'Map' };
  return { name, lines, answer: isOnlyRead(search.node) ? found : `[...${found}]`, container: 'Map' };

  function firstWins(map: string, types: string, bound: string, from: string, by: string, value: string): string[] {
    const condition = `${guard ? `!Number.isNaN(${by}) && ` : ''}!${map}.has(${by})`;
    return [`const ${map} = new Map${types}()${end}`, `for (const ${bound} of ${from}) {`, `${indent}if (${condition}) ${map}.set(${by}, ${value})${end}`, '}'];
  }
}

/** The list that a search gives is nobody else's: what is only read may be shared, all else is a copy. */
function isOnlyRead({ parent }: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent)) return /^(?:length|map|some|every|find|findIndex|flatMap|includes|forEach|join|at)$/.test(parent.name.text) || (/^(?:reduce|filter|slice|concat)$/.test(parent.name.text) && ts.isCallExpression(parent.parent));
  return ts.isSpreadElement(parent) || ts.isForOfStatement(parent);
}

/** `users` and `user` of `event.users`. */
function wordsOf(listText: string): { one: string; many: string } {
  const last = listText.split('.').at(-1) ?? 'items';
  const many = /^all[A-Z]/.test(last) ? last.charAt(3).toLowerCase() + last.slice(4) : last;
  if (many.endsWith('ies')) return { many, one: `${many.slice(0, -3)}y` };
  if (/(?:sses|xes|ches|shes)$/.test(many)) return { many, one: many.slice(0, -2) };
  return { many, one: /[^s]s$/.test(many) ? many.slice(0, -1) : `${many}Item` };
}

function typeText(target: TargetProgram, loop: Loop, key: ts.Type, sought: ts.Type, fallback: string): string {
  const print = (type: ts.Type) => target.checker.typeToString(target.checker.getBaseTypeOfLiteralType(type), loop.place, ts.TypeFormatFlags.NoTruncation);
  const own = print(key);
  const usable = own.length <= 60 && !own.includes('import(') ? own : fallback;
  if (target.checker.isTypeAssignableTo(sought, key)) return usable;
  const parts = [...new Set([...usable.split(' | '), ...print(sought).split(' | ')])];
  return parts.join(' | ');
}

function elementText(target: TargetProgram, loop: Loop, list: ts.Expression, listText: string): string {
  const element = target.checker.getIndexTypeOfType(target.checker.getTypeAtLocation(list), ts.IndexKind.Number);
  const text = element && target.checker.typeToString(element, loop.place, ts.TypeFormatFlags.NoTruncation);
  return text !== undefined && text.length <= 40 && !/import\(|typeof /.test(text) ? text : `(typeof ${listText})[number]`;
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());
