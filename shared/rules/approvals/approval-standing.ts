import type { ApprovalPolicy } from '../../domain/approval-policy.ts';
import { isPermitted, type Caller } from '../../domain/caller.ts';
import type { Improvement } from '../../domain/improvement.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Target } from '../../domain/target.ts';
import type { ApprovalStanding } from '../../domain/views/improvement-detail.ts';
import { quietUntil } from './quiet-hours.ts';
import { maySamePerson } from './same-person.ts';
import { approversOf, isAllowed, isProposer, riskAsked } from './who-may-approve.ts';
import { requestExpiresAt, yesesInForce, yesesNeeded } from './yeses.ts';

/** Why a yes is not taken. `forbidden`: never from this caller. `refused`: not as things stand. */
export type NoYes = { readonly kind: 'forbidden' | 'refused'; readonly why: string };

export type YesQuestion = {
  readonly improvement: Improvement;
  readonly target: Pick<Target, 'id' | 'autonomy'>;
  /** As it holds for the improvement's tenant. */
  readonly policy: ApprovalPolicy;
  readonly caller: Caller;
  readonly now: Instant;
};

/** One rule a line, the first that does not hold is told. */
type Rule = (question: YesQuestion) => NoYes | undefined;

const never = (why: string): NoYes => ({ kind: 'forbidden', why });
const notNow = (why: string): NoYes => ({ kind: 'refused', why });
const iso = (at: Instant): string => new Date(at).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z');

const waits: Rule = ({ improvement: { id, state, report } }) => (state === 'awaiting-approval' && report ? undefined : notNow(`${id} is ${state}: nothing waits for a yes.`));

const isPerson: Rule = ({ caller }) => {
  if (caller.kind !== 'person') return never(`A yes is a person's: ${caller.kind === 'agent' ? 'an agent may ask for one (ask-approval) and never gives one' : 'a program cannot give one'}.`);
  return isPermitted(caller, 'decide') ? undefined : never(`${caller.name} may not decide: that needs the permission "decide".`);
};

/** What a tenant's people may not see they do not get this far with; a yes for everybody is for who sees everybody. */
const isTheirs: Rule = ({ caller: { tenants, name }, improvement: { tenantId, systemWide } }) => {
  if (tenants === 'all') return undefined;
  if (tenantId === undefined || !tenants.includes(tenantId)) return never(`${name} decides for ${tenants.join(', ') || 'no tenant'} only.`);
  return systemWide ? never('It is for every tenant: only who may decide for all of them says yes.') : undefined;
};

const othersProposed: Rule = ({ caller, improvement, policy }) => (isProposer(caller, improvement, policy) ? never(`${caller.name} proposed it: the yes must come from somebody else.`) : undefined);

const isOpen: Rule = ({ improvement, policy, now }) => {
  const expiresAt = requestExpiresAt(improvement, policy);
  return now < expiresAt ? undefined : notNow(`The question was open until ${iso(expiresAt)}: it is over. Propose it again, or let the next cycle find it.`);
};

const isNew: Rule = ({ improvement, policy, caller, now }) => {
  const given = yesesInForce(improvement, policy, now);
  if (given.length >= yesesNeeded(improvement, policy)) return notNow(`${improvement.id} was approved by ${given.map(({ by }) => by).join(' and ')} already.`);
  return given.some(({ by }) => maySamePerson(by, caller.name, policy.samePerson)) ? notNow(`${caller.name} said yes already: what is of ${riskAsked(improvement)} risk needs somebody else's too.`) : undefined;
};

/** Whether the owners are to merge its branch themselves: no yes lets it out, and nobody has to answer in time. */
export const waitsForMerge = ({ remedy, configurationOnly }: Pick<Improvement, 'remedy' | 'configurationOnly'>, { autonomy }: Pick<Target, 'autonomy'>): boolean =>
  configurationOnly === true || ['propose', 'observe'].includes(autonomy[remedy?.author.kind ?? 'person']);

const takesYes: Rule = ({ improvement, target }) => {
  const { id, remedy, configurationOnly } = improvement;
  if (!waitsForMerge(improvement, target)) return undefined;
  if (configurationOnly === true) return notNow(`${id} changes configuration only, of which a canary of the same code shows nothing: merge the branch pawl/${id} yourself and deploy it; that deployment is judged.`);
  return notNow(`${target.id} is set to "${target.autonomy[remedy?.author.kind ?? 'person']}": merge the branch pawl/${id} yourself, or set its autonomy to "approve".`);
};

const byPolicy: Rule = ({ improvement, policy, caller }) => {
  if (isAllowed(policy, caller, improvement)) return undefined;
  const who = approversOf(policy, improvement);
  return never(`By the policy ${caller.name} may not say yes to this (risk ${riskAsked(improvement)}${improvement.systemWide ? ', for every tenant' : ''}). ${who.length === 0 ? 'Nobody may: see "approvals" in the settings.' : `These may: ${who.join(', ')}.`}`);
};

const notQuiet: Rule = ({ improvement: { emergency }, policy, now }) => {
  const until = emergency === true ? undefined : quietUntil(policy.quietHours, now);
  return until === undefined ? undefined : notNow(`These are quiet hours, in which nothing begins. They end at ${iso(until)}.`);
};

const RULES: readonly Rule[] = [waits, isPerson, isTheirs, othersProposed, takesYes, isOpen, isNew, byPolicy, notQuiet];

/** Why this caller's yes is not taken now; `undefined` when it is. */
export const whyNoYes = (question: YesQuestion): NoYes | undefined => {
  for (const rule of RULES) {
    const no = rule(question);
    if (no) return no;
  }
  return undefined;
};

/** What doors show of a question that waits: `undefined` when none does. */
export const approvalStanding = (question: YesQuestion): ApprovalStanding | undefined => {
  const { improvement, policy, target } = question;
  if (improvement.state !== 'awaiting-approval' || !improvement.report) return undefined;
  const no = whyNoYes(question);
  const askedBy = improvement.asks?.at(-1)?.by;
  return {
    digest: improvement.report.digest,
    may: no === undefined,
    ...(no === undefined ? {} : { why: no.why }),
    needed: improvement.reason ?? 'It waits for a person.',
    since: improvement.stateSince,
    ...(waitsForMerge(improvement, target) ? {} : { expiresAt: requestExpiresAt(improvement, policy) }),
    ...(askedBy === undefined ? {} : { askedBy }),
    approvers: approversOf(policy, improvement),
  };
};
