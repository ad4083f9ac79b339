import { KIND } from '../kinds.ts';
import type { Observed } from '../machine.ts';
import type { Sighting } from '../sighting.ts';
import type { Value } from '../value.ts';
import { allFlows, isTainted } from '../value.ts';

const DEEP_MERGE = /^(?:lodash|_|underscore)(?:\.|\/)(?:merge|mergeWith|defaultsDeep|setWith|set|zipObjectDeep|update)$|^(?:lodash\.(?:merge|mergewith|defaultsdeep|set|setwith)|deepmerge|merge-deep|deep-extend|defaults-deep|mixin-deep|extend|node\.extend|merge|merge-options|merge-objects|assign-deep|deep-assign|object-path\.set|dot-prop\.set|set-value|hoek\.merge|@hapi\/hoek\.(?:merge|applyToDefaults)|hoek\.applyToDefaults|just-extend|dset|object-path-set|lodash\/(?:merge|set|defaultsDeep)|undefsafe|unflatten|flat\.unflatten|putil-merge|dottie\.set|nested-property\.set|property-expr|mout\/object\/(?:set|deepMixIn)|jquery\.extend|\$\.extend|ts-deepmerge|deep-set|setvalue|mpath\.set)$/;
const SETTER = /(?:set|setWith|update|setwith|dset|set-value|deep-set|setvalue)$/i;
const ADVICE = 'Refuse the names __proto__, constructor and prototype (or allow listed names only), or keep such data in a Map or an object made by Object.create(null).';

/** Input that names a member to write, or is merged deeply: `__proto__` then changes every object. */
export function objectSightings(event: Observed): Sighting[] {
  const sighting = (node: Sighting['node'], values: readonly Value[], message: string): Sighting[] => [{ rule: 'prototype-pollution', class: 'prototype-pollution', node, kind: KIND.prototype, values, message, advice: ADVICE }];
  if (event.kind === 'call') {
    const { node, origin, method, args, receiverName } = event.call;
    const byName = origin === '' && receiverName === '' && /^(?:deepMerge|mergeDeep|defaultsDeep|deepExtend|deepAssign|deepmerge|setPath|setByPath|setDeep|setIn)$/.test(method);
    if (!DEEP_MERGE.test(origin) && !byName) return [];
    if (/^(?:jquery|\$)\.extend$|^extend$|^node\.extend$/i.test(origin) && event.call.argNodes[0]?.getText() !== 'true') return [];
    if (SETTER.test(origin) || (byName && method.startsWith('set'))) return args[1] !== undefined && hasInput(args[1]) ? sighting(node, [all(args[1])], 'Input is the path of the member that is written; through __proto__ it changes every object.') : [];
    const [target, ...sources] = args;
    const from = (/deepmerge|merge-options|unflatten|Deep|deep/.test(origin + method) && target !== undefined ? [target, ...sources] : sources).filter((value) => value.flows.length > 0 || nestedInput(value));
    return from.length === 0 ? [] : sighting(node, from.map(all), 'Input is merged deeply; a member named __proto__ in it changes every object.');
  }
  if (event.kind !== 'assign-member' || event.object.trait === 'bare' || event.object.trait === 'array') return [];
  const chosen = event.object.fields?.get('%chosen');
  if (chosen !== undefined && isTainted(chosen)) return sighting(event.node, [chosen], 'Input names the member whose member is written; through __proto__ that is the prototype of every object.');
  if (event.name === undefined && isTainted(event.nameValue) && allFlows(event.value).length > 0 && event.object.role === undefined && event.object.trait !== 'data' && !isTainted(event.object)) return sighting(event.node, [event.nameValue], 'Input names the member that is written, and what is written: __proto__ replaces the prototype.');
  return [];
}

const hasInput = (value: Value): boolean => allFlows(value).length > 0;
const all = (value: Value): Value => ({ flows: allFlows(value) });
/** A value that is input in a member of an object written out here, taken whole. */
const nestedInput = (value: Value): boolean => value.fields !== undefined && [...value.fields.values()].some(isTainted);
