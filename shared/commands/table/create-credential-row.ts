import * as z from 'zod';
import { MOST_PERMISSIONS, type Permission } from '../../domain/caller.ts';
import { Credential, NewCredential } from '../../domain/credential.ts';
import { PAWL_CHAIN } from '../../domain/audit.ts';
import { Credentials } from '../../store/credentials.ts';
import { refused } from '../dependencies.ts';
import { commandRow } from './command-row.ts';

const { expiresAt: _, ...fields } = NewCredential.shape;

/** Only at the terminal: a token that is shown in an answer of another door would be in its logs. */
export const createCredentialRow = commandRow({
  name: 'create-credential',
  kind: 'act',
  permission: 'administer',
  title: 'Make a credential',
  summary: 'Makes a token for a person, an agent or a program. It is shown once. An agent or a program never gets to decide or administer, whatever is asked for.',
  input: z.strictObject({ ...fields, expiresInHours: z.number().positive().max(24 * 400).optional().describe('hours that it holds; without it until it is revoked') }),
  output: z.object({ token: z.string().describe('shown this once'), credential: Credential }),
  example: {
    input: { name: 'grace', kind: 'person', may: ['read', 'decide'], tenants: ['acme'], groups: ['acme-leads'] },
    output: { token: 'pawl_0123456789abcdef_…', credential: { id: '0123456789abcdef', name: 'grace', kind: 'person', may: ['read', 'decide'], tenants: ['acme'], groups: ['acme-leads'], createdAt: 1_780_000_000_000, createdBy: 'ada' } },
  },
  run: async ({ expiresInHours, ...asked }, { store, audit, clock }, { caller, sight }) => {
    if (caller.door !== 'terminal') return refused('Credentials are made at the terminal only: `pawl create-credential`.', 'forbidden');
    if (!sight.all) return refused('Credentials are for who sees every tenant.', 'forbidden');
    const most: readonly Permission[] = MOST_PERMISSIONS[asked.kind];
    if (!asked.may.some((one) => most.includes(one))) return refused(`A credential of kind "${asked.kind}" may ${most.join(', ')} at most.`, 'invalid');
    const at = clock.now();
    const { token, credential } = await new Credentials(store).create({ ...asked, ...(expiresInHours === undefined ? {} : { expiresAt: Math.round(at + expiresInHours * 3_600_000) }) }, { by: caller.name, at });
    await audit.append({ targetId: PAWL_CHAIN, at, who: caller.name, what: 'made a credential', reason: `${credential.kind} ${credential.name} may ${credential.may.join(', ')}`, evidence: credential.id });
    return { ok: true, value: { token, credential } };
  },
});
