import type { KeptTemplate, KeptTemplates } from './kept-templates.ts';
import { templateMiner } from './template-miner.ts';

const keyOf = ({ form, open = [], id }: KeptTemplate): string => `${form}\r${open.join()}\r${id}`;

/**
 * What two environments know of one stream, as one: templates that are the same, or that together show what varies, become one.
 * The order of the two makes no difference. The result has at most as many templates as the larger of both had, or `most`; the more
 * recently used stay.
 */
export const mergeTemplates = (a: KeptTemplates, b: KeptTemplates, most: number = Math.max(a.templates.length, b.templates.length)): KeptTemplates => {
  const both = [...a.templates, ...b.templates];
  const miner = templateMiner({ most: both.length });
  const idOf = new Map<KeptTemplate, string>();
  for (const template of [...both].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))) idOf.set(template, miner.adopt(template));

  // Steps since it was last used: the fewest that either of them knows.
  const age = new Map<string, number>();
  for (const { templates } of [a, b]) {
    for (const [index, template] of templates.entries()) {
      const id = miner.resolve(idOf.get(template) ?? template.id);
      age.set(id, Math.min(age.get(id) ?? Infinity, templates.length - index));
    }
  }
  const byUse = [...miner.keep().templates].sort((one, other) => (age.get(other.id) ?? 0) - (age.get(one.id) ?? 0) || (keyOf(one) < keyOf(other) ? -1 : 1));
  return { version: 1, templates: most > 0 ? byUse.slice(-most) : [] };
};
