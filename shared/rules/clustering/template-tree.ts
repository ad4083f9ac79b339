/** Where messages of a template differ. */
export const WILDCARD = '<*>';

const SIMILARITY = 0.4;
const MOST_CHILDREN = 100;
const MOST_TOKENS = 60;

/** A cluster of messages: `tokens` with a wildcard where its messages differ. */
export type Template = { readonly id: string; tokens: string[] };

export type TemplateTree = {
  /** The template of a masked message: the best fitting one, made more general if need be, or a new one with the id that `newId` gives. */
  learn(message: string, newId: (template: string) => string): Template;
  forget(id: string): void;
  readonly size: number;
};

const tokensOf = (message: string): string[] => message.trim().split(/\s+/).slice(0, MOST_TOKENS);
const hasVariable = (token: string): boolean => token.startsWith('<') || /\d/.test(token);

/**
 * Online log parsing by a tree of fixed depth (Drain: He, Zhu, Zheng, Lyu, ICWS 2017), depth 4: number of tokens, first token, then the
 * templates with that beginning; a message joins the one with which it shares at least 40 % of its tokens, position by position.
 * When `most` templates exist, the one least recently used makes room.
 */
export const templateTree = (known: Iterable<Template>, most: number): TemplateTree => {
  const leaves = new Map<string, Template[]>();
  const leafOf = new Map<string, string>();
  const beginnings = new Set<string>();
  // Insertion order is order of use: the first entry is the least recently used.
  const byUse = new Map<string, Template>();

  const pathOf = (tokens: readonly string[]): string => {
    const first = tokens[0] ?? '';
    const beginning = hasVariable(first) || (!beginnings.has(first) && beginnings.size >= MOST_CHILDREN) ? WILDCARD : first;
    beginnings.add(beginning);
    return `${tokens.length} ${beginning}`;
  };

  const add = (template: Template): void => {
    const path = pathOf(template.tokens);
    leaves.set(path, [...(leaves.get(path) ?? []), template]);
    leafOf.set(template.id, path);
    byUse.set(template.id, template);
  };

  const forget = (id: string): void => {
    const path = leafOf.get(id);
    if (path === undefined) return;
    leaves.set(path, (leaves.get(path) ?? []).filter((template) => template.id !== id));
    if (leaves.get(path)?.length === 0) leaves.delete(path);
    leafOf.delete(id);
    byUse.delete(id);
  };

  const fit = (template: Template, tokens: readonly string[]): number =>
    template.tokens.reduce((same, token, index) => (token !== WILDCARD && token === tokens[index] ? same + 1 : same), 0) / tokens.length;

  for (const template of known) add(template);

  return {
    learn(message, newId) {
      const tokens = tokensOf(message);
      let best: Template | undefined;
      let bestFit = 0;
      for (const template of leaves.get(pathOf(tokens)) ?? []) {
        const value = fit(template, tokens);
        if (value > bestFit) [best, bestFit] = [template, value];
      }
      if (best !== undefined && bestFit >= SIMILARITY) {
        best.tokens = best.tokens.map((token, index) => (token === tokens[index] ? token : WILDCARD));
        byUse.delete(best.id);
        byUse.set(best.id, best);
        return best;
      }
      const oldest = byUse.size >= most ? byUse.keys().next().value : undefined;
      if (oldest !== undefined) forget(oldest);
      const id = newId(tokens.join(' '));
      const made: Template = byUse.get(id) ?? { id, tokens };
      if (!byUse.has(id)) add(made);
      return made;
    },
    forget,
    get size() {
      return byUse.size;
    },
  };
};
