import type ts from 'typescript';
import { INPUT_METHODS, MEMBERS, NOT_INPUT_OF_EVENT } from './sources.ts';
import { IS_TEXT, KIND } from './kinds.ts';
import type { Flow, Step, Value } from './value.ts';
import { CLEAN } from './value.ts';

const LONGEST_KEY = 90;
const NEVER_INPUT: ReadonlySet<string> = new Set(['length', 'size', 'byteLength']);
/** Parts of an address by which its host can be checked, and parts by which it cannot. */
const HOST_PARTS: ReadonlySet<string> = new Set(['hostname', 'host', 'origin']);
const OTHER_PARTS: ReadonlySet<string> = new Set(['protocol', 'port', 'username', 'password', 'hash', 'search', 'pathname', 'searchParams']);
const UPLOAD_NAMES: ReadonlySet<string> = new Set(['originalname', 'originalFilename']);

/** The value of `holder.name`; `*` is a member whose name is not known. */
export function memberOf(holder: Value, name: string, node: ts.Node, stepAt: (node: ts.Node, previous?: Step) => Step): Value {
  const field = holder.fields?.get(name);
  if (field !== undefined) return field;
  if (NEVER_INPUT.has(name)) return CLEAN;
  const key = `${holder.key ?? `@${node.pos}`}.${name}`;
  const input = (safe: number, extra: Partial<Value> = {}): Value => ({ flows: [{ key, safe, step: stepAt(node) }], key, ...extra });
  if (holder.role !== undefined) {
    const members = MEMBERS[holder.role];
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member !== undefined) return 'role' in member ? { flows: [], role: member.role, key } : member.holdsText === true ? { flows: [{ key, safe: member.input, step: stepAt(node) }], key, trait: 'data' } : input(member.input);
    if (holder.role === 'event' && !NOT_INPUT_OF_EVENT.has(name) && INPUT_METHODS.event === undefined) return input(0);
  }
  if (UPLOAD_NAMES.has(name) && holder.flows.length === 0) return input(IS_TEXT);
  if (holder.flows.length > 0) {
    const every = holder.fields?.get('*');
    const flows = holder.flows.map((flow) => ofPart(flow, name, holder));
    return every === undefined ? { flows } : { ...every, flows: [...flows, ...every.flows].slice(0, 5) };
  }
  const every = holder.fields?.get('*');
  if (every !== undefined) return every;
  if (holder.origin !== undefined) return { flows: [], origin: `${holder.origin}.${name}` };
  return CLEAN;
}

function ofPart(flow: Flow, name: string, holder: Value): Flow {
  const isOwnHost = flow.key.endsWith('headers') && /^(?:host|x-forwarded-host|:authority)$/i.test(name);
  const safe = (holder.trait === 'data' ? flow.safe | IS_TEXT : flow.safe) | (isOwnHost ? KIND.redirect : 0);
  if (holder.trait === 'url') return { ...flow, safe: (name === 'searchParams' || name === 'search' ? safe & ~KIND.redirect : safe) | IS_TEXT, key: HOST_PARTS.has(name) ? `${flow.key}#host` : OTHER_PARTS.has(name) ? `${flow.key}#${name}` : flow.key };
  return { ...flow, safe, key: flow.key.length > LONGEST_KEY || /[~#]/.test(flow.key) ? flow.key : `${flow.key}.${name}` };
}
