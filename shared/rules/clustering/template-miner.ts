import { hashName } from '../detection/text-key.ts';
import type { KeptTemplate, KeptTemplates } from './kept-templates.ts';
import { newScan, scanMessage } from './scan-message.ts';
import { type Leaf, templateLeaves } from './template-leaves.ts';
import type { Pattern } from './varies.ts';
import { formOf, readableText, templateTokens, tokensOfForm, type Tokens, WILDCARD } from './template-tokens.ts';

/** What messages of one kind have in common; `text` has `<*>` where their values stand. */
export type Template = { readonly id: string; readonly text: string };

export type TemplateMiner = {
  /** The template of a message, and whether it is one never seen. Never throws; the work for one message is bounded. */
  learn(message: string): { readonly id: string; readonly isNew: boolean };
  /** The template of that id, or the one it was merged into. */
  template(id: string): Template | undefined;
  /** The id of the template that this one was merged into; itself otherwise. */
  resolve(id: string): string;
  forget(id: string): void;
  /** Takes in a template that another miner kept; returns the id that it has here. */
  adopt(template: KeptTemplate): string;
  /** What to store so that another miner goes on as this one would. */
  keep(): KeptTemplates;
  readonly size: number;
};

/** Masked messages whose template is remembered, per template that may be kept. */
const SHAPES_PER_TEMPLATE = 8;
const LEAST_SHAPES = 1000;

/**
 * Finds the templates of a stream of messages: masks what is a value by its form, keeps the templates in Drain's tree, and lets those
 * become one whose difference has shown itself as a variable. At most `most` templates (1 or more), the least recently used goes first.
 * `newId` names a template by its text; by default the same text has the same name everywhere.
 */
export const templateMiner = (options: { readonly known?: KeptTemplates; readonly most: number; readonly newId?: (template: string) => string }): TemplateMiner => {
  const { most, newId = hashName } = options;
  const scan = newScan();
  const leaves = templateLeaves();
  const templates = new Map<string, Leaf>();
  // Insertion order is order of use: the first is the least recently used.
  const byUse = new Set<Leaf>();
  let latest: Leaf | undefined;
  /** What became of merged templates, oldest first. */
  const mergedInto = new Map<string, string>();
  /** Templates of masked messages as they were found, by the scan's first hash: the short way for what was seen before. */
  const shapes = new Map<number, { readonly second: number; readonly template: Leaf }>();
  const mostShapes = Math.max(LEAST_SHAPES, SHAPES_PER_TEMPLATE * most);

  const use = (template: Leaf): void => {
    if (template === latest) return;
    byUse.delete(template);
    byUse.add(template);
    latest = template;
  };

  const add = (template: Leaf): void => {
    templates.set(template.id, template);
    leaves.add(template);
    use(template);
  };

  const drop = (template: Leaf): void => {
    templates.delete(template.id);
    leaves.remove(template);
    byUse.delete(template);
    if (latest === template) latest = undefined;
  };

  const resolve = (id: string): string => {
    let at = id;
    // Each step leads to a template that outlived the one before, so it ends.
    for (let next = mergedInto.get(at); next !== undefined; next = mergedInto.get(at)) at = next;
    return at;
  };

  /** The members as one template: the most general of those that were there before goes on under its id. */
  const merge = ([known, ...rest]: readonly [Leaf, ...Leaf[]], places: readonly number[], newcomer?: Leaf): Leaf => {
    const members = newcomer === undefined ? [known, ...rest] : [known, ...rest, newcomer];
    let into = known;
    for (const member of rest) if (templates.has(member.id) && isMoreGeneral(member, into)) into = member;
    const open = new Set([...places, ...members.flatMap((member) => [...member.open])]);
    for (const index of open) {
      into.open.add(index);
      into.texts[index] = WILDCARD;
    }
    for (const member of members) {
      if (member.id === into.id) continue;
      drop(member);
      mergedInto.set(member.id, into.id);
    }
    for (const [id] of mergedInto) {
      if (mergedInto.size <= mostShapes) break;
      mergedInto.delete(id);
    }
    shapes.clear();
    return into;
  };

  /** Merges as long as there is something to merge around the template; returns what it became. */
  const settle = (template: Leaf): Leaf => {
    let settled = template;
    for (let found = leaves.mergeable(settled); found !== undefined; found = leaves.mergeable(settled)) settled = merge(found.members, found.places, settled);
    return settled;
  };

  const evict = (spared: Leaf): void => {
    for (const oldest of byUse) {
      if (byUse.size <= most || oldest === spared) break;
      drop(oldest);
    }
  };

  const learnTokens = (tokens: Tokens): { readonly template: Leaf; readonly isNew: boolean } => {
    const fitting = leaves.fitting({ texts: tokens.texts, open: NONE });
    if (fitting !== undefined) return { template: fitting, isNew: false };
    const id = newId(readableText(tokens));
    const same = templates.get(id);
    if (same !== undefined) return { template: same, isNew: false };
    const made: Leaf = { ...tokens, id, open: new Set() };
    mergedInto.delete(id);
    add(made);
    const template = settle(made);
    evict(template);
    return { template, isNew: template === made };
  };

  for (const { id, form, open = [] } of options.known?.templates.slice(-most) ?? []) {
    if (!templates.has(id)) add({ ...tokensOfForm(form), id, open: new Set(open) });
  }

  return {
    learn(message) {
      scanMessage(message, scan);
      const seen = shapes.get(scan.first);
      if (seen !== undefined && seen.second === scan.second && templates.get(seen.template.id) === seen.template) {
        use(seen.template);
        return { id: seen.template.id, isNew: false };
      }
      const { first, second } = scan;
      const { template, isNew } = learnTokens(templateTokens(message, scan));
      use(template);
      const oldest = shapes.size >= mostShapes ? shapes.keys().next().value : undefined;
      if (oldest !== undefined) shapes.delete(oldest);
      shapes.set(first, { second, template });
      return { id: template.id, isNew };
    },
    template(id) {
      const found = templates.get(resolve(id));
      return found === undefined ? undefined : { id: found.id, text: readableText(found) };
    },
    resolve,
    adopt({ id, form, open = [] }) {
      shapes.clear();
      const tokens = tokensOfForm(form);
      const same = templates.get(id);
      if (same !== undefined && isOfOneOrigin(same, { texts: tokens.texts, open: new Set(open) })) {
        return settle(merge([same, { ...tokens, id, open: new Set(open) }], [])).id;
      }
      // One name for two things is possible only with ids of the caller's own.
      const name = same === undefined ? id : hashName(`${id}\n${form}`);
      const adopted = templates.get(name) ?? { ...tokens, id: name, open: new Set(open) };
      mergedInto.delete(name);
      add(adopted);
      const template = settle(adopted);
      evict(template);
      return template.id;
    },
    forget(id) {
      const found = templates.get(resolve(id));
      if (found !== undefined) drop(found);
    },
    keep: () => ({
      version: 1,
      templates: [...byUse].map((template) => ({ id: template.id, form: formOf(template), ...(template.open.size > 0 ? { open: [...template.open].sort((a, b) => a - b) } : {}) })),
    }),
    get size() {
      return templates.size;
    },
  };
};

const NONE: ReadonlySet<number> = new Set();

const isMoreGeneral = (a: Leaf, b: Leaf): boolean => a.open.size > b.open.size || (a.open.size === b.open.size && a.id < b.id);

const isOfOneOrigin = (a: Pattern, b: Pattern): boolean => a.texts.length === b.texts.length && a.texts.every((token, index) => token === b.texts[index] || a.open.has(index) || b.open.has(index));
