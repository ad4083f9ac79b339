import { covers, differingPlaces, type Pattern, varies } from './varies.ts';
import { isSign, type Tokens } from './template-tokens.ts';

/** A template in the tree. Opening a place changes it; everything else of it stays. */
export type Leaf = Tokens & { readonly id: string; readonly open: Set<number> };

/** Of one leaf so many are compared, those that came last: this bounds the work for a message never seen. */
const MOST_COMPARED = 200;

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
      const groups = new Map<string, { places: readonly number[]; members: [Leaf, ...Leaf[]] }>();
      const first = firstWordOf(newcomer);
      for (const template of latest(newcomer)) {
        if (template === newcomer) continue;
        const places = differingPlaces(newcomer, template);
        if (places === undefined || places.includes(first)) continue;
        const key = places.join();
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { places, members: [template] });
        else group.members.push(template);
      }
      // The fewest differences first; among those the most witnesses.
      const ordered = [...groups.values()].sort((a, b) => a.places.length - b.places.length || b.members.length - a.members.length || (a.places.join() < b.places.join() ? -1 : 1));
      return ordered.find(({ places, members }) => varies([newcomer, ...members], places));
    },
  };
};
