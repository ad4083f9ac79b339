import * as z from 'zod';
import { AuditEntry } from '../audit.ts';
import { ValidationReport } from '../check.ts';
import { Explanation } from '../explanation.ts';
import { Approval, ImprovementState } from '../improvement.ts';
import { Instant } from '../instant.ts';
import { Outcome } from '../outcome.ts';
import { ImprovementRow } from './improvement-row.ts';
import { ReleaseView } from './release-view.ts';

/** Whether the caller may say yes to what waits, and if not, why. */
export const ApprovalStanding = z.object({
  /** What the yes is bound to: patch and report together. */
  digest: z.string(),
  may: z.boolean(),
  /** Why the caller may not, in a sentence. */
  why: z.string().optional(),
  /** Why it waits at all. */
  needed: z.string(),
  since: Instant,
  /** Nobody's yes counts from then on. */
  expiresAt: Instant.optional(),
  /** Who asked for it, where somebody did. */
  askedBy: z.string().optional(),
  /** Names of people and groups who may, by the policy; empty: anybody with the permission who is not the proposer. */
  approvers: z.array(z.string()),
});
export type ApprovalStanding = z.infer<typeof ApprovalStanding>;

/** An improvement from its evidence to its verdict. */
export const ImprovementDetail = z.object({
  improvement: ImprovementRow,
  history: z.array(z.object({ state: ImprovementState, at: Instant, by: z.string() })),
  explanation: Explanation.optional(),
  /** Unified diff; empty before there is a remedy. */
  diff: z.string(),
  /** Why, in the words of the commit message. */
  remedyReason: z.string().optional(),
  confidence: z.number().optional(),
  report: ValidationReport.optional(),
  approval: Approval.optional(),
  awaits: ApprovalStanding.optional(),
  release: ReleaseView.optional(),
  outcome: Outcome.optional(),
  cost: z.object({ microUsd: z.number().int(), tokens: z.number().int(), calls: z.array(z.object({ purpose: z.string(), model: z.string(), tokens: z.number().int(), microUsd: z.number().int() })) }),
  /** What stands in the audit log about it, oldest first. */
  audit: z.array(AuditEntry),
});
export type ImprovementDetail = z.infer<typeof ImprovementDetail>;
