import type { AuditEntry } from '../../../shared/domain/audit.ts';
import type { Caller } from '../../../shared/domain/caller.ts';
import type { Explanation } from '../../../shared/domain/explanation.ts';
import type { ImprovementState } from '../../../shared/domain/improvement.ts';
import type { LearnedRule } from '../../../shared/domain/learned-rule.ts';
import type { CycleRow } from '../../../shared/domain/views/cycle-row.ts';
import type { ApprovalStanding, ImprovementDetail } from '../../../shared/domain/views/improvement-detail.ts';
import type { ImprovementRow } from '../../../shared/domain/views/improvement-row.ts';
import type { LedgerView } from '../../../shared/domain/views/ledger-view.ts';
import type { OpportunityRow } from '../../../shared/domain/views/opportunity-row.ts';
import type { PageOf } from '../../../shared/domain/views/page-of.ts';
import type { SettingsView } from '../../../shared/domain/views/settings-view.ts';
import type { TargetDetail, TargetView } from '../../../shared/domain/views/target-view.ts';

type Paging = { readonly limit?: number; readonly after?: string | undefined };
type OfTarget = { readonly targetId?: string | undefined };
type Nothing = Readonly<Record<string, never>>;

/** What models took today, beside what they may. Money in micro-dollars. */
export type ModelSpending = {
  readonly models: readonly string[];
  readonly today: { readonly tokens: number; readonly microUsd: number; readonly mostTokens?: number; readonly mostMicroUsd?: number };
  readonly quotas: readonly { readonly id: string; readonly usedTokens: number; readonly mostTokens: number }[];
};

/** What stands where, and what a person would want to know first. */
export type Status = {
  readonly targets: readonly TargetView[];
  readonly awaiting: readonly ImprovementRow[];
  readonly watching: readonly ImprovementRow[];
  readonly recent: readonly ImprovementRow[];
  /** The kill switch, when it is thrown. */
  readonly stopped?: { readonly by: string; readonly at: number; readonly reason: string };
  readonly models?: ModelSpending;
  readonly version: string;
};

export type Waiting = ImprovementRow & { readonly awaits: ApprovalStanding };

/** What is known of one target: so many lessons were drawn there, which came to these hints and rules. */
export type TargetLessons = { readonly targetId: string; readonly outcomes: number; readonly rules: readonly LearnedRule[] };

export type AuditChain = { readonly chain: string; readonly entries: number; readonly whole: boolean; readonly firstBroken?: { readonly sequence: number; readonly why: string }; readonly head?: string };

export type ReportFormat = 'json' | 'html' | 'markdown';

/** Every reading row of the command table by its name: what it is given and what it answers. */
export type Reads = {
  'who-am-i': [Nothing, Caller];
  status: [Nothing, Status];
  'list-targets': [Paging, PageOf<TargetView>];
  'show-target': [{ readonly targetId: string; readonly hours?: number }, TargetDetail];
  'list-opportunities': [Paging & OfTarget, PageOf<OpportunityRow>];
  explain: [{ readonly id: string }, { readonly explanation: Explanation; readonly improvement?: ImprovementRow }];
  'list-improvements': [Paging & OfTarget & { readonly state?: readonly ImprovementState[] }, PageOf<ImprovementRow>];
  'show-improvement': [{ readonly improvementId: string }, ImprovementDetail];
  'list-approvals': [Nothing, { readonly items: readonly Waiting[] }];
  'list-cycles': [Paging, PageOf<CycleRow>];
  'show-cycle': [{ readonly cycleId: string }, CycleRow];
  'read-report': [{ readonly cycleId: string; readonly format: ReportFormat }, { readonly cycleId: string; readonly format: string; readonly contentType: string; readonly text: string }];
  'read-ledger': [{ readonly days?: number }, LedgerView];
  'list-lessons': [OfTarget, { readonly targets: readonly TargetLessons[] }];
  'list-audit': [Paging & OfTarget, PageOf<AuditEntry>];
  'verify-audit': [OfTarget, { readonly chains: readonly AuditChain[] }];
  'read-settings': [Nothing, SettingsView];
};

type Begun = { readonly cycleId: string; readonly started: boolean };
type OfImprovement = { readonly improvementId: string };

/** Every acting row that the page has a button for. */
export type Acts = {
  'start-cycle': [{ readonly targetIds?: readonly string[]; readonly windowHours?: number; readonly maxImprovements?: number; readonly dryRun?: boolean }, Begun];
  'ask-approval': [OfImprovement & { readonly reason?: string }, unknown];
  'roll-back': [OfImprovement & { readonly reason: string }, unknown];
  pause: [{ readonly targetId: string }, unknown];
  resume: [{ readonly targetId: string }, unknown];
  approve: [OfImprovement & { readonly digest?: string; readonly systemWide?: boolean; readonly reason?: string }, { readonly approved: boolean; readonly moreNeeded: number }];
  reject: [OfImprovement & { readonly reason: string }, unknown];
  'stop-everything': [{ readonly reason: string }, { readonly takenBack: readonly string[]; readonly problems: readonly unknown[]; readonly complete: boolean }];
  'go-on': [{ readonly reason: string }, unknown];
  'set-flag': [{ readonly flag: string; readonly on: boolean; readonly reason: string }, unknown];
};

export type ReadName = keyof Reads;
export type ActName = keyof Acts;
export type ReadInput<Name extends ReadName> = Reads[Name][0];
export type ReadOutput<Name extends ReadName> = Reads[Name][1];
export type ActInput<Name extends ActName> = Acts[Name][0];
export type ActOutput<Name extends ActName> = Acts[Name][1];
