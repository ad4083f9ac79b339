import * as z from 'zod';
import { commandRow, type CommandRow } from '../../shared/commands/table/command-row.ts';
import { refused } from '../../shared/commands/dependencies.ts';

export type CountingRow = { readonly rows: ReadonlyMap<string, CommandRow>; readonly done: { text: string; requestId: string | undefined }[]; hold: Promise<void>; fail: Error | undefined };

/** A table with one act that counts how often it is done, and waits, fails or refuses when it is told to. */
export const countingRow = (): CountingRow => {
  const counting: { rows: ReadonlyMap<string, CommandRow>; done: CountingRow['done']; hold: Promise<void>; fail: Error | undefined } = { rows: new Map(), done: [], hold: Promise.resolve(), fail: undefined };
  const row = commandRow({
    name: 'count', kind: 'act', permission: 'operate', title: 'Count', summary: 'Counts.',
    input: z.strictObject({ text: z.string().max(1000), refuse: z.boolean().default(false) }),
    output: z.object({ count: z.number() }),
    example: { input: { text: 'one' }, output: { count: 1 } },
    run: async ({ text, refuse }, _, { requestId }) => {
      counting.done.push({ text, requestId });
      await counting.hold;
      if (counting.fail) throw counting.fail;
      return refuse ? refused('Not now.') : { ok: true, value: { count: counting.done.length } };
    },
  });
  counting.rows = new Map([[row.name, row]]);
  return counting;
};
