import * as z from 'zod';

/** At most this many in one answer. */
export const MOST_A_PAGE = 200;

/** How a list is asked for: so many, after the cursor that the answer before gave as `next`. */
export const Paging = { limit: z.number().int().min(1).max(MOST_A_PAGE).default(50).describe('at most so many'), after: z.string().max(600).optional().describe('the "next" of the answer before') } as const;

/** A page of a list, best or newest first. `next` is absent on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().optional() });

export type PageOf<Item> = { readonly items: readonly Item[]; readonly next?: string | undefined };
