import type { OidcDoor } from '../../../shared/config/doors.ts';
import { MOST_PERMISSIONS, Permission, type Caller } from '../../../shared/domain/caller.ts';
import type { Authentication } from './authenticate.ts';

type Claims = Readonly<Record<string, unknown>>;
type Tenants = Caller['tenants'];

/**
 * Who a verified token speaks of. A person has the claim that names people; a token that a client asked for itself speaks of a program. Groups give
 * permissions; tenants come from their own claim where one is configured, otherwise from the groups.
 */
export const callerOfClaims = (claims: Claims, { claims: names, groups: rights }: OidcDoor): Authentication => {
  const name = claims[names.name];
  const groups = textsOf(claims[names.groups]);
  const own = groups.flatMap((group) => (Object.hasOwn(rights, group) ? (rights[group] ?? []) : []));
  const tenants = names.tenants === undefined ? unionOf(own.map((right) => right.tenants)) : textsOf(claims[names.tenants]);
  const isProgram = speaksOfClient(claims) || typeof name !== 'string' || name === '';
  const kind = isProgram ? 'program' : 'person';
  const called = isProgram ? `client:${String(claims['azp'] ?? claims['client_id'] ?? claims['cid'] ?? claims['sub'])}` : name;
  if (!isSayable(called)) return { ok: false, reason: `The claim "${names.name}" of this token is no name that can be written down.` };
  if (!isProgram && names.name === 'email' && claims['email_verified'] === false) return { ok: false, reason: 'The provider has not verified this address: it names nobody.' };
  const may = permissionsOver(own, tenants, names.tenants !== undefined).filter((one) => (MOST_PERMISSIONS[kind] as readonly Permission[]).includes(one));
  return { ok: true, caller: { name: called, kind, door: 'api', may, tenants, groups } };
};

/**
 * RFC 9068: a token that was asked for with a client's own credentials has the client as its subject. Where a provider gives such tokens a name as well, it
 * says in its own way that it is nobody's: Auth0 by the grant, Okta by `cid`, Entra by `idtyp`, Keycloak by the name of the account.
 */
const speaksOfClient = ({ sub, azp, client_id: client, cid, gty, idtyp, preferred_username: account }: Claims): boolean =>
  gty === 'client-credentials' || idtyp === 'app' || (typeof account === 'string' && account.startsWith('service-account-')) || (sub !== undefined && [azp, client, cid].includes(sub));

const textsOf = (claim: unknown): string[] => (Array.isArray(claim) ? claim : typeof claim === 'string' ? claim.split(/[\s,]+/) : []).filter((one): one is string => typeof one === 'string' && one !== '').slice(0, 1000);

const unionOf = (all: readonly Tenants[]): Tenants => (all.includes('all') ? 'all' : [...new Set(all.flatMap((tenants) => (tenants === 'all' ? [] : tenants)))]);

/** A permission that one group gives for some tenants is not carried over to those of another group: it counts where it holds for all that the caller sees. */
const permissionsOver = (own: readonly OidcDoor['groups'][string][], tenants: Tenants, fromClaim: boolean): Permission[] =>
  Permission.options.filter((permission) => {
    const giving = own.filter(({ may }) => may.includes(permission));
    if (giving.length === 0) return false;
    const over = unionOf(giving.map((right) => right.tenants));
    return fromClaim || over === 'all' || (tenants !== 'all' && tenants.every((tenant) => over.includes(tenant)));
  });

/** Without what cannot be seen, and without the words that join an agent's name to its owner's. */
const isSayable = (name: string): boolean => name.length <= 200 && /^[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u.test(name) && !/ for /i.test(name);
