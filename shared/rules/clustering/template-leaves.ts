import { covers, differingPlaces, type Pattern, varies } from './varies.ts';
import { isSign, type Tokens } from './template-tokens.ts';

/** A template in the tree. Opening a place changes it; everything else of it stays. */
export type Leaf = Tokens & { readonly id: string; readonly open: Set<number> };

/** Of one leaf so many are compared, those that came last: this bounds the work for a message never seen. */
const MOST_COMPARED = 200;
/** Of the sets of places in which they differ, so many are tried. */
const MOST_TRIED = 20;

export type TemplateLeaves = {
  add(template: Leaf): void;
  remove(template: Leaf): void;
  /** The template that the message fits, the most specific if several. */
  fitting(message: Pattern): Leaf | undefined;
  /** Places that vary, found by the newcomer: which templates become one with it, and where that one is open. */
  mergeable(newcomer: Leaf): { readonly members: readonly [Leaf, ...Leaf[]]; readonly places: readonly number[] } | undefined;
};

// The first word begins a message of a kind: it never varies (Drain's assumption), so it parts the tree.
const pathOf = ({ texts }: Pattern): string => `${texts.length} ${texts.find((token) => !isSign(token)) ?? ''}`;
const firstWordOf = ({ texts }: Pattern): number => texts.findIndex((token) => !isSign(token));

const isBefore = (a: Leaf, b: Leaf): boolean => a.open.size < b.open.size || (a.open.size === b.open.size && a.id < b.id);

/**
 * Drain's tree (He, Zhu, Zheng, Lyu, ICWS 2017): number of tokens, first word, then the templates that share both. Where Drain joins a
 * message to the most similar template at once, here templates wait side by side until what differs has shown itself as a variable.
 */
export const templateLeaves = (): TemplateLeaves => {
  const leaves = new Map<string, Leaf[]>();
  const latest = (pattern: Pattern): readonly Leaf[] => (leaves.get(pathOf(pattern)) ?? []).slice(-MOST_COMPARED);

  return {
    add(template) {
      const path = pathOf(template);
      const leaf = leaves.get(path);
      if (leaf === undefined) leaves.set(path, [template]);
      else leaf.push(template);
    },
    remove(template) {
      const path = pathOf(template);
      const leaf = leaves.get(path) ?? [];
      const index = leaf.indexOf(template);
      if (index >= 0) leaf.splice(index, 1);
      if (leaf.length === 0) leaves.delete(path);
    },
    fitting(message) {
      let best: Leaf | undefined;
      for (const template of latest(message)) if (covers(template, message) && (best === undefined || isBefore(template, best))) best = template;
      return best;
    },
    mergeable(newcomer) {
      const first = firstWordOf(newcomer);
      const candidates: { readonly template: Leaf; readonly places: readonly number[] }[] = [];
      const witnesses = new Map<string, { readonly places: readonly number[]; count: number }>();
      for (const template of latest(newcomer)) {
        const places = template === newcomer ? undefined : differingPlaces(newcomer, template);
        if (places === undefined || places.includes(first)) continue;
        candidates.push({ template, places });
        const key = places.join();
        const same = witnesses.get(key);
        if (same === undefined) witnesses.set(key, { places, count: 1 });
        else same.count += 1;
      }
      // The fewest differences first; among those the most witnesses.
      const ordered = [...witnesses.entries()].sort(([oneKey, one], [otherKey, other]) => one.places.length - other.places.length || other.count - one.count || (oneKey < otherKey ? -1 : 1));
      for (const [, { places }] of ordered.slice(0, MOST_TRIED)) {
        // Who differs at some of the places only is a witness too.
        const [known, ...rest] = candidates.filter((candidate) => candidate.places.every((index) => places.includes(index))).map(({ template }) => template);
        if (known !== undefined && varies([newcomer, known, ...rest], places)) return { members: [known, ...rest], places };
      }
      return undefined;
    },
  };
};
