import ts from 'typescript';
import { elementOf, valueOfMember, withHolderFields } from './expressions.ts';
import { keysOf } from './statements.ts';
import { markAll } from './conditions.ts';
import { ALL, IS_TEXT, KIND } from './kinds.ts';
import type { Call, Machine } from './machine.ts';
import { lastName, normalOrigin } from './origins.ts';
import { decodes, isAssertionName, madeSafeBy, madeSafeByMatching, madeSafeByReplacing, passesOn } from './sanitisers.ts';
import { afterSchema } from './schemas.ts';
import { INPUT_METHODS, givenToCallback } from './sources.ts';
import type { State } from './state.ts';
import type { Flow, Value } from './value.ts';
import { CLEAN, HOLE, NOTHING, allFlows, concatenate, constant, isConstant, isTainted, join, joinFlows, madeSafe, shapeOf, withField } from './value.ts';

/** What is called, on what, with what; a spread argument stands for all that follow. */
export function callee(machine: Machine, node: ts.CallExpression | ts.NewExpression, state: State): Call {
  const target = unwrap(node.expression);
  const argNodes = node.arguments ?? [];
  const args = argNodes.map((each) => machine.evaluate(each, state));
  const member = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target) ? target : undefined;
  const receiver = member === undefined ? CLEAN : withHolderFields(machine.evaluate(member.expression, state), state);
  const value = member === undefined ? machine.evaluate(target, state) : ts.isPropertyAccessExpression(member) ? valueOfMember(machine, member, receiver, member.name.text, state) : machine.evaluate(member, state);
  const origin = target.kind === ts.SyntaxKind.ImportKeyword ? 'import' : normalOrigin(value.origin ?? '');
  const fromOrigin = origin === '' ? undefined : /[^.]+$/.exec(origin.replaceAll('()', ''))?.[0];
  const method = (member === undefined ? fromOrigin : undefined) ?? lastName(target);
  return { node, origin, method: method === '' ? fromOrigin ?? '' : method, receiverName: member === undefined ? '' : lastName(member.expression), receiver, args, argNodes, isNew: ts.isNewExpression(node), own: value };
}

const unwrap = (node: ts.Expression): ts.Expression => (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) ? unwrap(ts.isParenthesizedExpression(node) && ts.isBinaryExpression(node.expression) && node.expression.operatorToken.kind === ts.SyntaxKind.CommaToken ? node.expression.right : node.expression) : node);

export function call(machine: Machine, node: ts.CallExpression | ts.NewExpression, state: State): Value {
  const made = callee(machine, node, state);
  machine.observe({ kind: 'call', call: made }, state);
  if (made.origin === 'require' && made.args[0] !== undefined && isConstant(made.args[0])) return { flows: [], origin: normalOrigin(made.args[0].shape) };
  if (made.origin === 'import' && made.args[0] !== undefined && isConstant(made.args[0])) return { flows: [], origin: normalOrigin(made.args[0].shape) };
  const { own } = made;
  if (own.holder !== undefined && made.isNew) return construct(machine, own.holder, made, state);
  const [fn] = own.functions ?? [];
  if (fn !== undefined) return machine.run(fn, made.args, state, { receiver: made.receiver });
  if (made.receiver.functions !== undefined && (made.method === 'call' || made.method === 'bind') && made.receiver.functions[0] !== undefined) return made.method === 'call' ? machine.run(made.receiver.functions[0], made.args.slice(1), state) : made.receiver;
  return callUnknown(machine, made, state);
}

function construct(machine: Machine, holder: ts.ClassLikeDeclaration, { args }: Call, state: State): Value {
  const constructor = holder.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
  const instance: Value = { flows: [], holder };
  if (constructor !== undefined) machine.run(constructor as ts.ConstructorDeclaration & { body: ts.Block }, args, state, { receiver: instance });
  return instance;
}

/** What is not of the file: its effect is known by name, or it is taken for harmless. Functions given to it are run as it would. */
function callUnknown(machine: Machine, made: Call, state: State): Value {
  const { method, origin, receiver, args } = made;
  const byRole = receiver.role === undefined ? undefined : ofRole(machine, made, state);
  if (byRole !== undefined) return byRole;
  const schema = afterSchema(machine, made);
  if (schema !== undefined) {
    runCallbacks(machine, made, state);
    return schema;
  }
  const safe = receiver.trait === 'data' || (receiver.fields?.has(method) ?? false) ? 0 : madeSafeBy(made);
  const input = args.reduce<readonly Flow[]>((flows, arg) => joinFlows(flows, allFlows(arg)), []);
  if (safe !== 0 && (args.length > 0 || isTainted(receiver))) {
    const subject: Value = args.length === 0 ? receiver : { flows: input };
    return { ...madeSafe(subject, safe), ...(safe === ALL && /^(?:digest|createHmac|createHash)$/.test(method) ? { origin: `${origin}()` } : {}) };
  }
  if (isTainted(receiver) || receiver.trait === 'array' || receiver.shape !== undefined || (receiver.fields !== undefined && ARRAY_METHODS.has(method))) {
    const known = ofText(machine, made, state) ?? ofList(machine, made, state);
    if (known !== undefined) return known;
    runCallbacks(machine, made, state);
    return isTainted(receiver) ? { flows: receiver.flows, ...(receiver.trait === undefined ? {} : { trait: receiver.trait }) } : origin === '' ? CLEAN : { flows: [], origin: `${origin}()` };
  }
  const pure = ofModule(machine, made, input);
  if (pure !== undefined) {
    if (origin === 'JSON.parse' && input.length > 0) runCallbacks(machine, made, state);
    return pure;
  }
  if (/^(?:replace|replaceAll|concat)$/.test(method) && input.length > 0 && receiver.role === undefined) return { flows: allFlows(args.at(-1) ?? CLEAN) };
  if (method === 'getEntries' && args.length === 0) return { flows: [{ key: `@${made.node.pos}.entries`, safe: 0, step: machine.stepAt(made.node) }] };
  if (isAssertionName(method) && receiver === CLEAN) for (const arg of args) markAll(arg, ALL, state);
  if (/^(?:push|unshift|add|append|set)$/.test(method) && input.length > 0) keepIn(machine, made, input, state);
  runCallbacks(machine, made, state);
  const wrapped = args.find((arg) => arg.functions !== undefined)?.functions;
  const result = origin === '' ? CLEAN : { flows: [], origin: `${origin}()` };
  if (made.receiver === CLEAN && input.length > 0 && passesOn(method) && !made.isNew) return { ...result, flows: input.map((flow) => (decodes(method) ? decoded(flow) : flow)) };
  if (wrapped !== undefined && made.receiver === CLEAN && /^(?:promisify|asyncHandler|wrap\w*|with\w*|catchAsync|expressAsyncHandler|middy|memoize|debounce|throttle|once|useCallback|tryCatch|handler|asyncMiddleware)$/.test(method)) return { ...result, functions: wrapped };
  if (method === 'promisify') return args[0] ?? CLEAN;
  return result;
}

/** Decoding makes what was checked before into something else. */
const decoded = (flow: Flow): Flow => ({ ...flow, key: flow.key.endsWith('~') ? flow.key : `${flow.key}~`, safe: flow.safe & IS_TEXT });

function ofRole(machine: Machine, { receiver, method, args, node }: Call, state: State): Value | undefined {
  const methods = receiver.role === undefined ? undefined : INPUT_METHODS[receiver.role];
  const safe = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (safe !== undefined) {
    const name = args[0] !== undefined && isConstant(args[0]) ? `${method}.${args[0].shape}` : method;
    const key = `${receiver.key ?? ''}.${name}`;
    const own = /^(?:host|x-forwarded-host)$/i.test(args[0]?.shape ?? '') ? KIND.redirect : 0;
    return { flows: [{ key, safe: safe | own, step: machine.stepAt(node) }], key };
  }
  if (receiver.role === 'response' || receiver.role === 'context') {
    if (/^(?:type|contentType|set|header|setHeader|writeHead|append)$/.test(method) && ts.isCallExpression(node)) {
      const told = contentTypeOf(method, args);
      const target = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
      const result = told === undefined ? receiver : withField(receiver, '%type', constant(told));
      if (told !== undefined && target !== undefined && ts.isIdentifier(target)) machine.assign(target, result, state);
      return result;
    }
    if (/^(?:status|code|vary|cookie|clearCookie|links|attachment|removeHeader)$/.test(method)) return receiver;
  }
  return undefined;
}

/** What a response is told to be, in small letters. */
export function contentTypeOf(method: string, args: readonly Value[]): string | undefined {
  if (method === 'type' || method === 'contentType') return args[0] !== undefined && isConstant(args[0]) ? args[0].shape.toLowerCase() : 'unknown';
  if (method === 'writeHead') return [...(args.at(-1)?.fields ?? [])].find(([name]) => name.toLowerCase() === 'content-type')?.[1].shape?.toLowerCase();
  if (args[0]?.shape?.toLowerCase() === 'content-type') return args[1]?.shape?.toLowerCase() ?? 'unknown';
  if (args[0]?.fields !== undefined) return [...args[0].fields].find(([name]) => name.toLowerCase() === 'content-type')?.[1].shape?.toLowerCase();
  return undefined;
}

const CLEAN_OF_TEXT = /^(?:includes|startsWith|endsWith|indexOf|lastIndexOf|charCodeAt|codePointAt|localeCompare|search|test|has|hasOwnProperty|isArray|equals|compare|length|some|every|getTime|valueOf|toFixed|findIndex)$/;

/** Methods of texts, also of what may be one. */
function ofText(machine: Machine, { method, receiver, args }: Call, state: State): Value | undefined {
  if (CLEAN_OF_TEXT.test(method) && !args.some((arg) => arg.functions !== undefined)) return CLEAN;
  const [first, second] = args;
  if (method === 'replace' || method === 'replaceAll') {
    const global = method === 'replaceAll' || first?.pattern?.flags.includes('g') === true;
    const pattern = first?.pattern ?? (first !== undefined && isConstant(first) ? first.shape : undefined);
    const replacement = second !== undefined && isConstant(second) ? second.shape : undefined;
    const safe = pattern === undefined ? 0 : madeSafeByReplacing(pattern, global, replacement);
    for (const fn of second?.functions ?? []) machine.run(fn, [receiver, receiver], state);
    if (isConstant(receiver) && isTainted(second ?? CLEAN)) return { flows: second?.flows ?? [], shape: typeof pattern === 'string' ? receiver.shape.replace(pattern, HOLE.tainted) : receiver.shape + HOLE.tainted };
    const kept = madeSafe({ flows: joinFlows(receiver.flows, second?.functions === undefined ? second?.flows ?? [] : []) }, safe);
    return kept;
  }
  if (method === 'match' || method === 'exec' || method === 'matchAll') return first?.pattern === undefined ? { flows: receiver.flows } : madeSafe({ flows: receiver.flows }, madeSafeByMatching(first.pattern));
  if (/^(?:slice|substring|substr|at|charAt)$/.test(method) && receiver.trait !== 'array') return { flows: receiver.flows.map((flow) => (args.length > 1 || method.includes('at') || method === 'charAt' ? { ...flow, safe: flow.safe | KIND.backtracking } : flow)), ...(receiver.trait === undefined ? {} : { trait: receiver.trait }) };
  if (/^(?:trim|trimEnd|trimStart|toLowerCase|toUpperCase|toString|normalize|valueOf|padStart|padEnd|repeat|toLocaleLowerCase|toWellFormed)$/.test(method)) return method === 'toString' && receiver.trait === 'url' ? receiver : { ...receiver, flows: receiver.flows.map((flow) => ({ ...flow, safe: flow.safe | (method === 'toString' || receiver.trait !== undefined ? 0 : IS_TEXT) })) };
  if (method === 'concat' && receiver.trait !== 'array') return args.reduce((text, arg) => concatenate(text, arg), receiver);
  if (method === 'split') return { flows: receiver.flows.map((flow) => ({ ...flow, safe: flow.safe | IS_TEXT & ~KIND.prototype })) };
  return undefined;
}

const ARRAY_METHODS: ReadonlySet<string> = new Set(['map', 'flatMap', 'forEach', 'filter', 'find', 'findLast', 'reduce', 'reduceRight', 'some', 'every', 'push', 'unshift', 'concat', 'join', 'sort', 'toSorted', 'slice', 'splice', 'reverse', 'at', 'pop', 'shift', 'flat', 'get', 'getAll', 'entries', 'values', 'keys', 'has', 'then', 'catch', 'finally', 'append', 'set', 'add', 'delete', 'includes', 'indexOf', 'filter', 'fill']);

/** Methods of arrays, maps, promises: what they give to callbacks and what comes back. */
function ofList(machine: Machine, { method, receiver, args, node }: Call, state: State): Value | undefined {
  const item = (): Value => elementOf(machine, receiver, node);
  const [callback] = args;
  const fn = callback?.functions?.[0];
  switch (method) {
    case 'map': case 'flatMap': case 'forEach': case 'filter': case 'find': case 'findLast': case 'some': case 'every': case 'findIndex': case 'sort': case 'partition': {
      if (fn === undefined) return receiver;
      const each = item();
      const result = machine.run(fn, [each, CLEAN, receiver], state);
      if (method === 'map' || method === 'flatMap') return listOf(result);
      if (method === 'filter') return filtered(machine, fn, receiver, each, state);
      return method === 'find' || method === 'findLast' ? each : method === 'sort' ? receiver : CLEAN;
    }
    case 'reduce': case 'reduceRight': {
      if (fn === undefined) return receiver;
      const start = args[1] ?? item();
      const once = machine.run(fn, [start, item(), CLEAN], state);
      return join(once, machine.run(fn, [join(start, once), item(), CLEAN], state));
    }
    case 'then': return fn === undefined ? receiver : machine.run(fn, [receiver], state);
    case 'catch': case 'finally':
      if (fn !== undefined) machine.run(fn, [CLEAN], state);
      return receiver;
    case 'join': {
      const between = callback !== undefined && isConstant(callback) ? callback.shape : ',';
      if (receiver.trait === 'array' && receiver.fields !== undefined && receiver.fields.size < 18 && receiver.flows.length === 0) {
        const items = [...receiver.fields].filter(([name]) => name !== '*').map(([, value]) => value);
        const text = items.reduce((all, value, index) => concatenate(all, index === 0 ? value : concatenate(constant(between), value)), constant(''));
        if (items.length > 0) return { ...text, flows: joinFlows(text.flows, receiver.fields.get('*')?.flows ?? []) };
      }
      const each = item();
      return { flows: each.flows, shape: shapeOf(each) };
    }
    case 'push': case 'unshift': case 'append': case 'add': case 'set': {
      const value = args.reduce((all, arg) => join(all, arg), NOTHING);
      const target = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
      if (target !== undefined && (ts.isIdentifier(target) || ts.isPropertyAccessExpression(target))) {
        const next = receiver.trait === 'array' && receiver.fields !== undefined && receiver.fields.size < 14 && method === 'push' ? withField(receiver, String(receiver.fields.size), value) : receiver;
        machine.assign(target, receiver.trait === 'url' ? receiver : withField(next, '*', join(receiver.fields?.get('*') ?? NOTHING, value)), state);
      }
      return receiver;
    }
    case 'concat': return args.reduce((list, arg) => join(list, arg), receiver);
    case 'slice': case 'reverse': case 'splice': case 'flat': case 'toSorted': case 'values': case 'entries': case 'fill': return receiver;
    case 'pop': case 'shift': case 'at': return item();
    case 'keys': return keysOf(machine, receiver, node);
    case 'get': case 'getAll': return callback !== undefined && isConstant(callback) ? madeSafe(machine.member(receiver, callback.shape, node), IS_TEXT) : isTainted(receiver) ? machine.member(receiver, '*', node) : CLEAN;
    case 'has': case 'includes': case 'indexOf': case 'delete': return CLEAN;
    default: return undefined;
  }
}

const listOf = (item: Value): Value => ({ flows: [], fields: new Map([['*', item]]), trait: 'array' });

/** What passes a filter has been proved by it. */
function filtered(machine: Machine, fn: NonNullable<Value['functions']>[number], receiver: Value, each: Value, state: State): Value {
  const probe = state.fork();
  machine.run(fn, [each], probe, { wanted: true });
  const flows = each.flows.map((flow) => ({ ...flow, safe: probe.safetyOf(flow) }));
  return receiver.flows.length === 0 && receiver.fields?.size !== 1 && flows.length === 0 ? receiver : listOf({ ...each, flows });
}

/** Well-known functions that answer with what they were given, in another form. */
function ofModule(machine: Machine, { origin, method, args, isNew, node }: Call, input: readonly Flow[]): Value | undefined {
  const [first, second] = args;
  if (origin === 'JSON.parse') {
    const flows = input.map((flow) => (flow.key.startsWith('free') ? flow : { ...flow, safe: flow.safe & ~IS_TEXT }));
    return { flows };
  }
  if (origin === 'JSON.stringify') return { flows: input.map((flow) => ({ ...flow, safe: flow.safe | IS_TEXT })) };
  if (origin === 'String') return first === undefined ? CLEAN : { ...first, flows: input.map((flow) => ({ ...flow, safe: flow.safe | IS_TEXT })) };
  if (/^(?:decodeURIComponent|decodeURI|unescape|atob|querystring\.unescape)$/.test(origin)) return { flows: input.map(decoded) };
  if (/^path\.(?:join|resolve|normalize)$/.test(origin) || origin === 'fs.realpath' || origin === 'fs.realpathSync') return input.length === 0 ? CLEAN : { flows: input, trait: 'normalised', shape: `${HOLE.clean}/${HOLE.tainted}` };
  if (origin === 'path.relative') return { flows: input, trait: 'normalised' };
  if (origin === 'path.parse') return { flows: input, fields: new Map(['base', 'name', 'ext'].map((name): [string, Value] => [name, madeSafe({ flows: input }, KIND.path)])) };
  if (origin === 'path.extname') return madeSafe({ flows: input }, KIND.path | KIND.redirect | KIND.ssrf);
  if (/^(?:url\.)?URL$/.test(origin) || origin === 'url.parse' || origin === 'URL.parse') return ofAddress(first, second, input);
  if (/^(?:url\.)?URLSearchParams$|^(?:querystring|qs)\.parse$/.test(origin)) return { flows: input.map((flow) => ({ ...flow, safe: flow.safe & (origin.startsWith('qs') ? ~IS_TEXT : -1) })), trait: 'data' };
  if (/^Object\.(?:keys|getOwnPropertyNames)$/.test(origin)) return first === undefined ? CLEAN : listOf(keysOf(machine, first, node));
  if (/^Object\.entries$/.test(origin)) return first === undefined ? CLEAN : listOf({ flows: [], fields: new Map([['0', keysOf(machine, first, node)], ['1', elementOf(machine, first, node)], ['*', elementOf(machine, first, node)]]), trait: 'array' });
  if (/^Object\.values$/.test(origin)) return first === undefined ? CLEAN : listOf(elementOf(machine, first, node));
  if (origin === 'Object.create' && node.getText().startsWith('Object.create(null')) return { flows: [], trait: 'bare' };
  if (origin === 'Object.assign' || /^(?:lodash|_)\.(?:assign|extend|merge|defaults|defaultsDeep)$/.test(origin)) return args.reduce((all, arg) => ({ ...join(all, arg), flows: joinFlows(all.flows, arg.flows) }), NOTHING);
  if (/^(?:Object\.(?:freeze|seal|fromEntries)|Array\.from|Array\.of|Array|structuredClone|Promise\.(?:resolve|all|allSettled|race|any)|util\.promisify|(?:lodash|_)\.(?:cloneDeep|clone|compact|uniq|flatten|toArray))$/.test(origin)) return first;
  if (isNew && /^(?:Set|Map)$/.test(origin)) return first === undefined ? { flows: [], trait: 'bare' } : { ...first, trait: first.flows.length === 0 ? 'bare' : 'data' };
  if (/^Buffer\.(?:from|concat)$/.test(origin)) return isTainted(first ?? CLEAN) || allFlows(first ?? CLEAN).length > 0 ? { flows: input.map((flow) => (second !== undefined && isConstant(second) && /base64|hex/.test(second.shape) ? decoded(flow) : flow)) } : { flows: [], origin: `${origin}()`, ...(first === undefined ? {} : { fields: new Map([['%text', first]]) }) };
  if (/^(?:util\.(?:format|inspect)|String\.raw)$/.test(origin)) return { flows: input, shape: (first?.shape ?? '').replaceAll(/%[sdjo]/g, HOLE.tainted) };
  if (/^(?:lodash|_)(?:\.\w+)?$|^lodash[.\w]*$/.test(origin) || /^(?:querystring|qs|url|cookie|iconv-lite|util|string_decoder|he|entities|html-entities|marked|markdown-it|showdown|ini|csv-parse|bson|msgpack|raw-body|co-body|get-raw-body)\b/.test(origin) && passesOn(method)) return input.length === 0 ? undefined : { flows: input };
  if (/^(?:URLSearchParams|Blob|TextDecoder)/.test(origin)) return { flows: input };
  if (isNew && /^(?:Date|Number|Boolean|RegExp|ObjectId|Intl\.\w+|Int8Array|Uint8Array|mongoose\.Types\.ObjectId|mongodb\.ObjectId)$/.test(origin)) return origin === 'RegExp' && first !== undefined && isConstant(first) ? { flows: [], pattern: { source: first.shape, flags: second?.shape ?? '' } } : CLEAN;
  if (origin === 'RegExp' && first !== undefined && isConstant(first)) return { flows: [], pattern: { source: first.shape, flags: second?.shape ?? '' } };
  if (/^(?:marked|markdown-it\(\)|showdown\.Converter\(\)|marked\.marked)(?:\.\w+)?$/.test(origin) && input.length > 0) return { flows: input };
  return undefined;
}

/** An address keeps its host when only a path is resolved on a fixed one, which text may do until it begins with two slashes. */
function ofAddress(first: Value | undefined, base: Value | undefined, input: readonly Flow[]): Value {
  if (first === undefined || input.length === 0) return { flows: [], ...(first !== undefined && isConstant(first) ? { shape: first.shape } : {}), origin: 'URL()' };
  const shape = shapeOf(first);
  const isFixed = /^(?:\.?\/[^/\\\uE002])/.test(shape) && base !== undefined && !isTainted(base);
  const isOwn = base !== undefined && !isTainted(base) && input.every(({ key }) => key.endsWith('.url'));
  return { flows: isOwn ? input.map((flow) => ({ ...flow, safe: flow.safe | KIND.ssrf })) : isFixed ? input.map((flow) => ({ ...flow, safe: flow.safe | KIND.ssrf | KIND.redirect })) : input, trait: 'url', ...(first.shape === undefined ? {} : { shape: first.shape }) };
}

/** Input that is put into something whose name we know stays in it. */
function keepIn(machine: Machine, { node, receiver }: Call, input: readonly Flow[], state: State): void {
  const target = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
  if (target === undefined || !ts.isIdentifier(target) || receiver.role !== undefined || receiver.origin !== undefined && receiver.fields === undefined) return;
  machine.assign(target, withField(receiver, '*', join(receiver.fields?.get('*') ?? NOTHING, { flows: input })), state);
}

/** Functions handed to something unknown run some time later, with what that is known to give, or by the names of their parameters. */
function runCallbacks(machine: Machine, made: Call, state: State): void {
  const firstText = made.args[0]?.shape ?? '';
  const functions = made.args.flatMap((arg) => [...(arg.functions ?? []), ...(arg.fields === undefined ? [] : [...arg.fields.values()].flatMap((field) => field.functions ?? []))]);
  for (const fn of functions) {
    const given = fn.parameters.map((parameter, index): Value | undefined => {
      const safe = made.origin === 'JSON.parse' ? 0 : givenToCallback(made, firstText, index);
      return safe === undefined ? undefined : safe === 'clean' ? CLEAN : { flows: [{ key: `@${parameter.pos}`, safe, step: machine.stepAt(parameter) }] };
    });
    if (machine.frames.length <= 1) machine.later(fn, given);
    else machine.enter(fn, state, given);
  }
}
