import type { Caller } from '../domain/caller.ts';
import { serves } from '../domain/tenant-target.ts';
import type { Target } from '../domain/target.ts';
import { sightOf } from '../rules/access/sight.ts';
import { refused, type CommandResult } from './dependencies.ts';
import type { CommandRow } from './table/command-row.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * For whom a tenant's caller acts: what it says, with the tenant put in where there is only one that can be meant. `target`: the one that is named, which
 * the caller sees. Refused where the act would reach others as well: all of a target that serves several tenants, or all of Pawl. What is done with one
 * improvement concerns its tenant only.
 */
export const actingFor = ({ name, kind, input: { shape } }: Pick<CommandRow, 'name' | 'kind' | 'input'>, input: Input, { tenants }: Pick<Caller, 'tenants'>, target: Target | undefined): CommandResult<{ readonly input: Input }> => {
  const has = (field: string): boolean => Object.hasOwn(shape, field);
  if (kind === 'read' || tenants === 'all' || typeof input['tenantId'] === 'string' || has('improvementId')) return { ok: true, input };
  if (target !== undefined && sightOf({ tenants }).whole(target)) return { ok: true, input };
  const concerned = target === undefined ? 'all of Pawl' : `all of ${target.id}, which serves others too`;
  if (!has('tenantId')) return refused(`${name} concerns ${concerned}: that is for those who see all tenants.`, 'forbidden');
  const [theirs, ...others] = target === undefined ? tenants : tenants.filter((tenant) => serves(target, tenant));
  if (theirs === undefined) return refused(`${name} concerns ${concerned}, and you act for no tenant.`, 'forbidden');
  if (others.length > 0) return refused(`Say for which tenant, as tenantId: ${[theirs, ...others].join(' or ')}.`, 'invalid');
  return { ok: true, input: { ...input, tenantId: theirs } };
};
