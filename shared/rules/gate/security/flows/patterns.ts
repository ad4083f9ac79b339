import { KIND } from '../kinds.ts';
import type { Observed } from '../machine.ts';
import { slowness } from '../regex/slowness.ts';
import type { Sighting } from '../sighting.ts';
import { isTainted } from '../value.ts';

const ADVICE = 'Make the two repetitions unable to match the same text, or limit the length of the input before.';

/** Input that becomes a pattern, or that a slow pattern is tried on. */
export function patternSightings(event: Observed): Sighting[] {
  if (event.kind !== 'call') return [];
  const { node, origin, method, receiver, args } = event.call;
  const [first] = args;
  if (first === undefined) return [];
  if (origin === 'RegExp' && isTainted(first)) return [{ rule: 'pattern-from-input', class: 'redos', node, kind: KIND.pattern, values: [first], message: 'Input becomes a regular expression; one can be written that runs for years.', advice: 'Escape it (replace /[.*+?^${}()|[\\]\\\\]/g by \'\\\\$&\'), or search with includes().' }];
  const [pattern, subject] = /^(?:test|exec)$/.test(method) ? [receiver.pattern, first] : /^(?:match|matchAll|replace|replaceAll|split|search)$/.test(method) ? [first.pattern, receiver] : [undefined, first];
  if (pattern === undefined || !isTainted(subject) || slowness(pattern.source, pattern.flags) !== 'polynomial') return [];
  return [{ rule: 'slow-pattern', class: 'redos', node, kind: KIND.backtracking, values: [subject], message: `The time that /${pattern.source.slice(0, 60)}/ takes grows with the square of the input's length or faster: two repetitions in it match the same text.`, advice: ADVICE }];
}
