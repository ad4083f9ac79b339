import type { TargetView } from '../../domain/views/target-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { seenTargets } from './seen-targets.ts';
import { targetView, type TargetReading } from './target-view.ts';

const cursorOf = (id: string): string => Buffer.from(id, 'utf8').toString('base64url');
const idOf = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');

/** Whether it is a cursor that this list may have given: the id of a target, which need not be there any more. */
export const isTargetCursor = (cursor: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(idOf(cursor)) && cursorOf(idOf(cursor)) === cursor;

/** The targets that the caller sees, in the order of their ids. */
export const listTargets = async (dependencies: TargetReading & Pick<DoorDependencies, 'targets'>, sight: Sight, { limit, after }: { readonly limit: number; readonly after?: string | undefined }): Promise<{ items: TargetView[]; next?: string }> => {
  const place = after === undefined ? undefined : idOf(after);
  const rest = (await seenTargets(dependencies.targets, sight)).filter(({ target }) => place === undefined || target.id > place);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return { items: await Promise.all(shown.map((one) => targetView(one, sight, dependencies))), ...(rest.length > shown.length && last ? { next: cursorOf(last.target.id) } : {}) };
};
