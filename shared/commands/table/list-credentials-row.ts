import * as z from 'zod';
import { Credential } from '../../domain/credential.ts';
import { Credentials } from '../../store/credentials.ts';
import { refused } from '../dependencies.ts';
import { commandRow } from './command-row.ts';

export const listCredentialsRow = commandRow({
  name: 'list-credentials',
  kind: 'read',
  permission: 'administer',
  title: 'Credentials',
  summary: 'Who may come in with a token, what they may, until when, and when it was last used. Tokens themselves are kept nowhere.',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Credential) }),
  example: { input: {}, output: { items: [] } },
  run: async (_, { store }, { sight }) => (sight.all ? { ok: true, value: { items: await new Credentials(store).list() } } : refused('Credentials are for who sees every tenant.', 'forbidden')),
});
