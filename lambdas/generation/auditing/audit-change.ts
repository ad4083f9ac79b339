import type { Instant } from '../../../shared/domain/instant.ts';
import type { Audit, Patch } from '../../../shared/domain/remedy.ts';
import type { ModelMessage } from '../../../shared/ports/model.ts';
import type { SourceTree } from '../../../shared/ports/source-repository.ts';
import { applyPatch } from '../../../shared/rules/gate/apply-patch.ts';
import type { Asked, AskModel, ModelTask } from '../models/ask-model.ts';
import { callersOf } from './callers.ts';
import { parseRefutations, type Refutation } from './parse-refutations.ts';
import { parseReview } from './parse-review.ts';
import { changeMessage, disputeMessage, isReviewable, repeatMessage, REVIEW_SYSTEM } from './review-prompt.ts';
import { isBlocking, type Issue } from './review.ts';
import { disputed, settleIssues, type SettledIssue } from './settle-issues.ts';

export type ChangeToAudit = { readonly patch: Patch; readonly tree: SourceTree; readonly task: ModelTask };

export type Audited = {
  readonly verdict: Audit['verdict'];
  /** One a reviewer who was heard: none, one or two. */
  readonly audits: readonly Audit[];
  /** For people: who says what, or why nobody was asked. */
  readonly text: string;
  /** Blocked only because somebody could not be asked: worth another try from then on. */
  readonly resumeAt?: Instant;
};

/**
 * Two models of two providers review a change of high risk. The rules:
 * 1. Each reviews alone, issue by issue. The first is of another provider than the author, so that with one provider the change is blocked before anything
 *    is spent; the second of another than the first.
 * 2. An answer that cannot be read, was cut off or refused is asked for once more; then it blocks. Who cannot be asked blocks as well: a change of high risk
 *    does not go on with half a review.
 * 3. Each is shown the other's blockers and major issues, and may refute one with a line of code. The line is looked up: see `settleIssues`.
 * 4. A blocker or major issue that stands blocks the change, whoever raised it and whatever the other says. Minor ones are noted.
 */
export async function auditChange({ patch, tree, task }: ChangeToAudit, { ask }: { readonly ask: AskModel }): Promise<Audited> {
  const applied = applyPatch(tree.files, patch.files);
  if (!applied.ok) return blocked(`The change does not fit the code it was made for: ${applied.conflicts.map(({ path, reason }) => `${path} ${reason}`).join(', ')}.`);
  if (!isReviewable(patch.files)) return blocked('The change is of high risk and too large to be reviewed. Make it smaller.');

  const opening: ModelMessage = { role: 'user', text: changeMessage(patch, callersOf(patch.files, tree.files)) };
  const touched = new Set(patch.files.map(({ path }) => path));
  const settled = (raiser: Heard, refutations: readonly Refutation[], others: readonly Issue[]): Audit => auditOf(raiser, settleIssues({ issues: raiser.issues, refutations, others, files: applied.files, touched }));

  const first = await review(opening, { ...task, notProviders: [...(task.notProviders ?? []), ...providerOf(patch)] }, ask);
  if (first.kind === 'nobody') return unheard(first.asked, []);
  if (first.kind === 'unreadable') return concluded([first.audit]);
  const second = await review(opening, { ...task, notProviders: [...(task.notProviders ?? []), first.provider] }, ask);
  if (second.kind === 'nobody') return unheard(second.asked, [settled(first, [], [])]);
  if (second.kind === 'unreadable') return concluded([settled(first, [], []), second.audit]);

  const bySecond = await refutationsBy(second, first, opening, task, ask);
  const byFirst = await refutationsBy(first, second, opening, task, ask);
  return concluded([settled(first, bySecond, second.issues), settled(second, byFirst, first.issues)]);
}

type Heard = { readonly kind: 'heard'; readonly provider: string; readonly model: string; readonly issues: readonly Issue[]; readonly answer: string };
type Reviewed = Heard | { readonly kind: 'unreadable'; readonly audit: Audit } | { readonly kind: 'nobody'; readonly asked: Extract<Asked, { ok: false }> };

async function review(opening: ModelMessage, task: ModelTask, ask: AskModel): Promise<Reviewed> {
  let messages: readonly ModelMessage[] = [opening];
  for (let time = 1; ; time += 1) {
    const asked = await ask({ ...task, purpose: 'audit' }, { system: REVIEW_SYSTEM, messages });
    if (!asked.ok) return { kind: 'nobody', asked };
    const read = asked.stop === 'end' || asked.stop === 'other' ? parseReview(asked.text) : ({ kind: 'unreadable', why: asked.stop === 'length' ? 'it is longer than an answer may be' : 'a filter stopped it' } as const);
    const { provider, model } = asked;
    if (read.kind === 'review') return { kind: 'heard', provider, model, issues: read.issues, answer: asked.text };
    if (time > 1) return { kind: 'unreadable', audit: { provider, model, verdict: 'blocks', issues: [{ severity: 'blocker', message: `Its review could not be read: ${read.why}.` }] } };
    messages = [opening, { role: 'assistant', text: asked.text.trim() === '' ? '(empty)' : asked.text }, { role: 'user', text: repeatMessage(read.why) }];
  }
}

/** What the other reviewer, or if need be somebody else of another provider than who raised them, says against the issues. Silence refutes nothing. */
async function refutationsBy(other: Heard, raiser: Heard, opening: ModelMessage, task: ModelTask, ask: AskModel): Promise<readonly Refutation[]> {
  const issues = disputed(raiser.issues);
  if (issues.length === 0) return [];
  const messages: ModelMessage[] = [opening, { role: 'assistant', text: other.answer }, { role: 'user', text: disputeMessage(issues) }];
  const asked = await ask({ ...task, purpose: 'audit', notProviders: [...(task.notProviders ?? []), raiser.provider] }, { system: REVIEW_SYSTEM, messages });
  return asked.ok && asked.stop === 'end' ? parseRefutations(asked.text) : [];
}

/** A model's patch names its author as provider/model. */
const providerOf = ({ author }: Patch): string[] => (author.kind === 'model' && author.name.includes('/') ? [author.name.slice(0, author.name.indexOf('/'))] : []);

const stands = ({ severity, refutedBy }: Audit['issues'][number]): boolean => refutedBy === undefined && isBlocking({ severity });

const auditOf = ({ provider, model }: Heard, issues: readonly SettledIssue[]): Audit => ({ provider, model, verdict: issues.some(stands) ? 'blocks' : 'passes', issues: [...issues] });

const nameOf = ({ provider, model }: Audit): string => `${provider}/${model}`;

const blocked = (text: string, audits: readonly Audit[] = []): Audited => ({ verdict: 'blocks', audits, text });

function unheard({ reason, text, resumeAt }: Extract<Asked, { ok: false }>, audits: readonly Audit[]): Audited {
  const why = reason === 'no-model' ? 'A change of high risk is reviewed by two models of two providers, and there is only one: add a model of another provider.' : 'A change of high risk is reviewed by two models of two providers, and one of them cannot be asked now.';
  return { ...blocked(`${why} ${text}`, audits), ...(resumeAt === undefined ? {} : { resumeAt }) };
}

function concluded(audits: readonly Audit[]): Audited {
  const standing = audits.flatMap((audit) => audit.issues.filter(stands).map((issue) => `${nameOf(audit)}: ${issue.path === undefined ? '' : `${issue.path}${issue.line === undefined ? '' : `:${issue.line}`} `}${issue.message}`));
  if (standing.length > 0) return blocked(`The review blocks it. ${standing.join(' ')}`, audits);
  const noted = audits.flatMap(({ issues }) => issues);
  const refuted = noted.filter(({ refutedBy }) => refutedBy !== undefined).length;
  return { verdict: 'passes', audits, text: `${audits.map(nameOf).join(' and ')} let it pass${noted.length === 0 ? '' : `, with ${noted.length - refuted} minor and ${refuted} refuted issues`}.` };
}
