import * as z from 'zod';
import type { Serving } from '../../shared/domain/emergency.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Spool } from '../../shared/ports/spool.ts';

export type TellServingDependencies = {
  readonly servings: { find(targetId: string): Promise<Serving | undefined> };
  readonly spool: Spool;
  readonly store: ItemStore;
};

const Mark = z.object({ told: z.string() });
const markKey = (targetId: string) => ({ pk: `target#${targetId}`, sk: 'told-serving' });

/**
 * Lets the fold know which version an alias names, where no CloudTrail tells it: what was seen last (once a minute) becomes a deployment
 * event, once. The mark is written after the event is kept: killed in between, the same event is put again, and read once.
 * What fails for one target is thrown when all the others have been told of.
 */
export async function tellServing(targets: readonly Pick<Target, 'id' | 'functionName' | 'alias'>[], { servings, spool, store }: TellServingDependencies): Promise<{ told: readonly string[] }> {
  const told: string[] = [];
  const errors: unknown[] = [];
  for (const target of targets) {
    try {
      if (await tellOne(target, { servings, spool, store })) told.push(target.id);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return { told };
}

const tellOne = async ({ id, functionName, alias }: Pick<Target, 'id' | 'functionName' | 'alias'>, { servings, spool, store }: TellServingDependencies): Promise<boolean> => {
  const serving = await servings.find(id);
  if (serving === undefined) return false;
  const { version, since } = serving;
  const eventId = `serving ${alias} ${version} ${since}`;
  const mark = await store.get(markKey(id));
  if (Mark.safeParse(mark?.body).data?.told === eventId) return false;
  await spool.put({ functionName, lines: [], events: [{ kind: 'deployment', id: eventId, at: since, alias, version }] });
  await store.write([{ kind: 'put', key: markKey(id), body: { told: eventId }, when: mark?.version ?? 'absent' }]);
  return true;
};
