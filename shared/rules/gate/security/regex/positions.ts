import type { CharSet } from './char-set.ts';
import type { RegexNode } from './parse-regex.ts';

/** The places of a pattern that read a character, and which may come after which; `twice`: in more than one way. */
export type Positions = { readonly sets: readonly CharSet[]; readonly follow: readonly ReadonlySet<number>[]; readonly twice: readonly ReadonlySet<number>[]; readonly last: ReadonlySet<number> };

const MOST = 300;
/** A bounded repetition of so many rounds is as bad as one without bound. */
const MANY_ROUNDS = 20;

/**
 * The position automaton of a pattern (Glushkov 1961). Ways are counted: what follows in two ways makes an ambiguity by itself, as in
 * `(a+)+`. `$` is a position that reads nothing, so that what comes before it can fail. Undefined for patterns with too many positions.
 */
export function positionsOf(tree: RegexNode): Positions | undefined {
  const sets: CharSet[] = [];
  const follow: Set<number>[] = [];
  const twice: Set<number>[] = [];
  let tooMany = false;
  const link = (from: Iterable<number>, to: readonly number[]): void => {
    for (const p of from) {
      for (const q of to) {
        if (follow[p]?.has(q) === true) twice[p]?.add(q);
        follow[p]?.add(q);
      }
    }
  };
  type Part = { readonly first: readonly number[]; readonly last: readonly number[]; readonly nullable: boolean };
  const NOTHING: Part = { first: [], last: [], nullable: true };
  const visit = (node: RegexNode): Part => {
    if (tooMany) return NOTHING;
    switch (node.kind) {
      case 'empty': return NOTHING;
      case 'set': case 'end': {
        const index = sets.length;
        tooMany = index >= MOST;
        sets.push(node.kind === 'set' ? node.set : []);
        follow.push(new Set());
        twice.push(new Set());
        return { first: [index], last: [index], nullable: false };
      }
      case 'choice': {
        const parts = node.items.map(visit);
        return { first: parts.flatMap(({ first }) => first), last: parts.flatMap(({ last }) => last), nullable: parts.some(({ nullable }) => nullable) };
      }
      case 'sequence': return node.items.reduce<Part>((left, item) => {
        const right = visit(item);
        link(left.last, right.first);
        return { first: left.nullable ? [...left.first, ...right.first] : left.first, last: right.nullable ? [...left.last, ...right.last] : right.last, nullable: left.nullable && right.nullable };
      }, NOTHING);
      case 'repeat': {
        if (node.most === 0) return NOTHING;
        const inside = visit(node.item);
        if (node.most > MANY_ROUNDS) link(inside.last, inside.first);
        return { ...inside, nullable: inside.nullable || node.least === 0 };
      }
      default: return NOTHING;
    }
  };
  const whole = visit(tree);
  return tooMany ? undefined : { sets, follow, twice, last: new Set(whole.last) };
}
