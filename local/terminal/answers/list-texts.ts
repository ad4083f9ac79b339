import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { ImprovementDetail } from '../../../shared/domain/views/improvement-detail.ts';
import type { ImprovementRow } from '../../../shared/domain/views/improvement-row.ts';
import type { CycleRow } from '../../../shared/domain/views/cycle-row.ts';
import type { OpportunityRow } from '../../../shared/domain/views/opportunity-row.ts';
import type { PageOf } from '../../../shared/domain/views/page-of.ts';
import { showCount, showInstant } from '../../../shared/rules/explaining/figures.ts';
import { oneLine } from '../visible-text.ts';
import { improvementsText } from './status-text.ts';
import { tableText } from './table-text.ts';

/** A page of a list, and how to see the next one; `none` is said where there is nothing. */
export const pageText = <Item>({ items, next }: PageOf<Item>, text: (items: readonly Item[]) => string, none: string): string =>
  items.length === 0 ? none : [text(items), ...(next === undefined ? [] : [`More: --after ${next}`])].join('\n');

export const improvementsPage = (page: PageOf<ImprovementRow>): string => pageText(page, improvementsText, 'No improvement yet.');

export const opportunitiesPage = (page: PageOf<OpportunityRow>): string =>
  pageText(page, (items) => tableText(items.map(({ id, priority, impactScore, targetId, title, improvementId }) => [id, priority, showCount(impactScore), targetId, improvementId === undefined ? title : `${title} (${improvementId})`])), 'Nothing has been found yet: pawl start-cycle looks.');

export const cyclesPage = (page: PageOf<CycleRow>): string =>
  pageText(page, (items) => tableText(items.map(({ id, startedAt, trigger, state, opportunities, improvements }) => [id, showInstant(startedAt), trigger, state, `${opportunities} found, ${improvements.length} taken up`])), 'No cycle yet: pawl start-cycle starts one.');

export const auditPage = (page: PageOf<AuditEntry>): string =>
  pageText(page, (items) => tableText(items.map(({ at, targetId, who, what, improvementId, reason }) => [showInstant(at), targetId, who, what, improvementId ?? '', reason ?? ''])), 'Nothing stands in the audit log yet.');

type Waiting = ImprovementRow & { readonly awaits: NonNullable<ImprovementDetail['awaits']> };

/** What waits for a person: why, until when, and whether the one who asks may say yes. */
export const approvalsText = ({ items }: { readonly items: readonly Waiting[] }): string =>
  items.length === 0 ? 'Nothing waits for a person.' : items.map(({ id, title, targetId, risk, awaits: { needed, may, why, expiresAt, approvers, digest } }) => [
    `${id}  ${oneLine(title)} (${targetId}${risk === undefined ? '' : `, ${risk} risk`})`,
    `  ${needed}`,
    ...(may || why === undefined ? [] : [`  Not yours to approve: ${why}`]),
    ...(approvers.length === 0 ? [] : [`  May approve: ${approvers.join(', ')}`]),
    ...(expiresAt === undefined ? [] : [`  Until ${showInstant(expiresAt)}`]),
    `  pawl show-improvement ${id}; pawl approve ${id} --digest ${digest}`,
  ].join('\n')).join('\n');
