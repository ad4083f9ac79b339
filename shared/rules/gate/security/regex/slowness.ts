import { CLASSES, overlap } from './char-set.ts';
import { parseRegex } from './parse-regex.ts';
import { positionsOf, type Positions } from './positions.ts';
import { strongComponents } from './strong-components.ts';

const MOST_EDGES = 250_000;
const LONGEST = 2000;
const known = new Map<string, Slowness>();

export type Slowness = 'none' | 'polynomial' | 'exponential';

/**
 * How the time that a backtracking matcher takes on a text that does not match grows with its length. Exponential: a text can be read in
 * two ways within one repetition. Polynomial: two neighbouring repetitions can share a text (Weideman et al. 2016, from the
 * ambiguity of automata: Weber and Seidl 1991). Where matching cannot fail after the repetition, nothing is tried again.
 */
export function slowness(source: string, flags: string): Slowness {
  const key = `${flags}/${source}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > 500) known.clear();
  const result = source.length > LONGEST ? 'none' : judge(source, flags);
  known.set(key, result);
  return result;
}

function judge(source: string, flags: string): Slowness {
  const tree = parseRegex(source, flags);
  const positions = tree === undefined ? undefined : positionsOf(tree);
  if (positions === undefined) return 'none';
  const components = strongComponents(positions.sets.length, (p) => [...(positions.follow[p] ?? [])]);
  for (const component of new Set(components)) {
    const members = components.flatMap((each, p) => (each === component ? [p] : []));
    if (members.some((p) => positions.last.has(p))) continue;
    if (isAmbiguous(positions, new Set(members))) return 'exponential';
  }
  return sharesText(positions, components) ? 'polynomial' : 'none';
}

/** Whether one text leads around a loop in two ways. */
function isAmbiguous({ sets, follow, twice }: Positions, loop: ReadonlySet<number>): boolean {
  const members = [...loop];
  if (members.some((p) => [...(twice[p] ?? [])].some((q) => loop.has(q)))) return true;
  if (members.length < 2) return false;
  const size = members.length;
  const indexOf = new Map(members.map((p, index) => [p, index]));
  const inside = members.map((p) => [...(follow[p] ?? [])].filter((q) => loop.has(q)));
  let edges = 0;
  const next = (pair: number): number[] => {
    const [one, other] = [inside[Math.floor(pair / size)] ?? [], inside[pair % size] ?? []];
    edges += one.length * other.length;
    if (edges > MOST_EDGES) return [];
    return one.flatMap((p) => other.filter((q) => overlap(sets[p] ?? [], sets[q] ?? [])).map((q) => (indexOf.get(p) ?? 0) * size + (indexOf.get(q) ?? 0)));
  };
  if (size > 120) return false;
  const components = strongComponents(size * size, next);
  if (edges > MOST_EDGES) return false;
  const ofSame = new Set(members.map((_p, index) => components[index * size + index]));
  return components.some((component, pair) => Math.floor(pair / size) !== pair % size && ofSame.has(component));
}

/** `.*$`: what comes before never has to give anything back. */
const isUnfailing = (q: number, sets: Positions['sets'], follow: Positions['follow']): boolean => DOTS.has(JSON.stringify(sets[q])) && [...(follow[q] ?? [])].every((next) => next === q || sets[next]?.length === 0);

const DOTS: ReadonlySet<string> = new Set([JSON.stringify(CLASSES['.']), JSON.stringify(CLASSES['any'])]);

/** Whether a text can be shared out between two repetitions, one after the other, in many ways, and matching may still fail. */
function sharesText({ sets, follow, last }: Positions, components: readonly number[]): boolean {
  const repeats = sets.flatMap((_set, p) => (follow[p]?.has(p) === true ? [p] : []));
  for (const p of repeats) {
    for (const q of repeats) {
      if (isUnfailing(q, sets, follow)) continue;
      if (p === q || components[p] === components[q] || last.has(q) || !overlap(sets[p] ?? [], sets[q] ?? [])) continue;
      if (follow[p]?.has(q) === true) return true;
      for (const between of follow[p] ?? []) {
        if (between !== p && follow[between]?.has(q) === true && overlap(sets[between] ?? [], sets[p] ?? []) && overlap(sets[between] ?? [], sets[q] ?? [])) return true;
      }
    }
  }
  return false;
}
