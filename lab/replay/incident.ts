import * as z from 'zod';
import { OpportunityKind } from '../../shared/domain/opportunity.ts';
import { Moment } from './moment.ts';

/** A stretch of time in which something was wrong, as people labelled it. Without `kind`, whatever is raised about it is right. */
export type Incident = { readonly from: number; readonly to: number; readonly kind?: OpportunityKind | undefined };

const Row = z.object({ from: Moment, to: Moment, kind: z.preprocess((kind) => (kind === '' || kind === null ? undefined : kind), OpportunityKind.optional()) }).refine(({ from, to }) => from <= to, 'ends before it begins');

/** One labelled incident, or why it is none. */
export const incidentOf = (value: unknown): Incident | string => {
  const parsed = Row.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no incident'}`.trim();
};
