import { templateMiner } from '../../shared/rules/clustering/template-miner.ts';

/** Templates that the miner keeps at once. */
const MOST_TEMPLATES = 50_000;
/** Groups that are told apart; lines of further ones share the last, so that no file can fill the memory. */
const MOST_GROUPS = 200_000;
const LINES_PER_BLOCK = 1 << 18;

/** One group of lines as it is at the end: `eventId` by order of first appearance. */
export type LineGroup = { readonly eventId: string; readonly template: string };

export type LineGroups = {
  add(message: string): void;
  /** Lines that came when there were too many groups already. */
  readonly overflow: number;
  /** The group of each line, in the order of the lines, once all are there; groups that became one are one. */
  finish(): { readonly groups: readonly LineGroup[]; readonly ofLines: Iterable<LineGroup> };
};

/** Gives each line the group that its template has at the end. Four bytes a line, whatever the file. */
export const lineGroups = (options: { readonly mostTemplates?: number; readonly mostGroups?: number } = {}): LineGroups => {
  const { mostTemplates = MOST_TEMPLATES, mostGroups = MOST_GROUPS } = options;
  const miner = templateMiner({ most: mostTemplates });
  const numberOf = new Map<string, number>();
  const ids: string[] = [];
  /** The text that a template had at first: what is left of those that the miner has let go. */
  const texts: string[] = [];
  const blocks: Uint32Array[] = [];
  let lines = 0;
  let overflow = 0;

  const numberFor = (id: string): number => {
    const known = numberOf.get(id);
    if (known !== undefined) return known;
    if (ids.length >= mostGroups) {
      overflow += 1;
      return mostGroups;
    }
    numberOf.set(id, ids.length);
    texts.push(miner.template(id)?.text ?? '');
    return ids.push(id) - 1;
  };

  function* groupsOfLines(groupOf: readonly LineGroup[], many: LineGroup): Generator<LineGroup> {
    let line = 0;
    for (const block of blocks) {
      for (const number of block.subarray(0, Math.min(LINES_PER_BLOCK, lines - line))) yield groupOf[number] ?? many;
      line += LINES_PER_BLOCK;
    }
  }

  return {
    add(message) {
      const at = lines % LINES_PER_BLOCK;
      if (at === 0) blocks.push(new Uint32Array(LINES_PER_BLOCK));
      const block = blocks.at(-1);
      if (block !== undefined) block[at] = numberFor(miner.learn(message).id);
      lines += 1;
    },
    get overflow() {
      return overflow;
    },
    finish() {
      const byId = new Map<string, LineGroup>();
      const named = (id: string, text: string): LineGroup => {
        const known = byId.get(id);
        if (known !== undefined) return known;
        const group = { eventId: `E${byId.size + 1}`, template: text };
        byId.set(id, group);
        return group;
      };
      // Numbers were given by first appearance, so the groups are named in that order.
      const groupOf = ids.map((id, number) => {
        const last = miner.resolve(id);
        return named(last, miner.template(last)?.text ?? texts[numberOf.get(last) ?? number] ?? '');
      });
      const many = overflow > 0 ? named('', '<*>') : { eventId: '', template: '' };
      return { groups: [...byId.values()], ofLines: groupsOfLines(groupOf, many) };
    },
  };
};
