import { flagsOfAuthor } from '../../shared/domain/flag.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import { firstOff, offSentence } from '../../shared/store/switches.ts';
import type { Writers, Written } from './write-remedy.ts';

/** What was not written because of a switch is worth another try after this long. */
const AGAIN_MS = 15 * 60_000;

export type WritersInForce = {
  readonly writers: Writers;
  /** Makes an abstention that a switch had a part in one that is worth another try. */
  readonly again: (written: Written) => Written;
};

/** The recipes and the model, less what is switched off: `remedy:patch`, `remedy:recipe`, `remedy:recipe:NAME`, `remedy:model`. */
export const writersInForce = ({ remedies, fromModel, flags }: Writers & { readonly flags?: Flags | undefined }, now: Instant): WritersInForce => {
  let isHeldBack = false;
  const offReason = async (kind: 'recipe' | 'model', name?: string): Promise<string | undefined> => {
    const off = await firstOff(flags, name === undefined ? ['remedy:patch', `remedy:${kind}`] : flagsOfAuthor({ kind, name }));
    if (off === undefined) return undefined;
    isHeldBack = true;
    return offSentence(off);
  };
  const fromRecipes: Writers['remedies'] = async (input) => {
    const off = await offReason('recipe');
    if (off !== undefined) return [{ kind: 'abstained', recipe: 'recipes', reason: off }];
    const leftOut = new Map<string, string>();
    for (;;) {
      const results = await remedies({ ...input, against: (patch) => leftOut.get(patch.author.name) ?? input.against?.(patch) });
      const name = results.find((result) => result.kind === 'patch')?.patch.author.name;
      const reason = name === undefined ? undefined : await offReason('recipe', name);
      if (name === undefined || reason === undefined) return results;
      leftOut.set(name, reason);
    }
  };
  const byModel: Writers['fromModel'] = fromModel && (async (input) => {
    const off = await offReason('model');
    return off === undefined ? fromModel(input) : { kind: 'abstained', reason: off };
  });
  return {
    writers: { remedies: fromRecipes, fromModel: byModel },
    again: (written) => (isHeldBack && written.kind === 'abstained' ? { ...written, retryAt: written.retryAt ?? now + AGAIN_MS } : written),
  };
};
