import { userInfo } from 'node:os';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { Credentials } from '../../shared/store/credentials.ts';

const DAYS_7_MS = 7 * 86_400_000;

/** What of a user name can stand in the audit log. */
const nameOf = (user: string): string => user.replaceAll(/[^\p{L}\p{N}._@-]/gu, '').slice(0, 80) || 'owner';

/**
 * A link for the person who starts Pawl here, with a token of their own: whoever may read this terminal is this machine's owner. It is in the part of
 * the address that no server is told, holds for a week, and stands nowhere but in this link.
 */
export const ownerLink = async ({ store, clock }: { readonly store: ItemStore; readonly clock: Pick<Clock, 'now'> }, url: string): Promise<{ readonly link: string; readonly token: string }> => {
  const name = nameOf(userInfo().username);
  const at = clock.now();
  const { token } = await new Credentials(store).create({ name, kind: 'person', may: ['read', 'operate', 'decide', 'deploy', 'administer'], tenants: 'all', groups: ['owners'], expiresAt: at + DAYS_7_MS }, { by: name, at });
  return { link: `${url}#token=${token}`, token };
};
