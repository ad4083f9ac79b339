import * as z from 'zod';
import { PAWL_CHAIN } from '../../domain/audit.ts';
import { Credentials } from '../../store/credentials.ts';
import { refused } from '../dependencies.ts';
import { commandRow } from './command-row.ts';
import { shortText } from './input-words.ts';

export const revokeCredentialRow = commandRow({
  name: 'revoke-credential',
  kind: 'act',
  permission: 'administer',
  title: 'Revoke a credential',
  summary: 'Ends a token at once, by the id that list-credentials shows. Also streams that were opened with it end.',
  input: z.strictObject({ credentialId: shortText(64).describe('id of the credential') }),
  output: z.object({ credentialId: z.string() }),
  example: { input: { credentialId: '0123456789abcdef' }, output: { credentialId: '0123456789abcdef' } },
  run: async ({ credentialId }, { store, audit, clock }, { caller, sight }) => {
    if (caller.door !== 'terminal') return refused('Credentials are revoked at the terminal only: `pawl revoke-credential`.', 'forbidden');
    if (!sight.all) return refused('Credentials are for who sees every tenant.', 'forbidden');
    const at = clock.now();
    if (!(await new Credentials(store).revoke(credentialId, { by: caller.name, at }))) return refused(`There is no credential "${credentialId}". list-credentials names them.`, 'not-found');
    await audit.append({ targetId: PAWL_CHAIN, at, who: caller.name, what: 'revoked a credential', evidence: credentialId }, `revoked#${credentialId}`);
    return { ok: true, value: { credentialId } };
  },
});
