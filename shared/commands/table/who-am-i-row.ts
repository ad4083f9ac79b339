import * as z from 'zod';
import { Caller } from '../../domain/caller.ts';
import { commandRow } from './command-row.ts';

export const whoAmIRow = commandRow({
  name: 'who-am-i',
  kind: 'read',
  permission: 'read',
  title: 'Who am I',
  summary: 'Who you are to Pawl: name, kind, what you may do, and whose targets you see.',
  input: z.strictObject({}),
  output: Caller,
  example: { input: {}, output: { name: 'ada', kind: 'person', door: 'api', may: ['read', 'operate', 'decide'], tenants: 'all', groups: ['owners'] } },
  run: async (_, __, { caller }) => ({ ok: true, value: caller }),
});
