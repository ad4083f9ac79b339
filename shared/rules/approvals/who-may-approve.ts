import type { ApprovalPolicy, ApprovalRule } from '../../domain/approval-policy.ts';
import type { Caller } from '../../domain/caller.ts';
import type { Improvement } from '../../domain/improvement.ts';
import type { Risk } from '../../domain/opportunity.ts';
import { canonicalName, maySamePerson } from './same-person.ts';

const RISKS = ['low', 'medium', 'high'] as const satisfies readonly Risk[];

/** What a yes is asked for, as far as rules look at it. Without a remedy it is taken for the riskiest. */
export type Asked = Pick<Improvement, 'tenantId' | 'systemWide' | 'remedy'>;

export const riskAsked = ({ remedy }: Asked): Risk => remedy?.risk ?? 'high';

/** What models were paid for it, in US dollars. */
export const costUsd = ({ remedy }: Asked): number => (remedy?.workings?.calls ?? []).reduce((sum, { microUsd }) => sum + microUsd, 0) / 1_000_000;

/** Whether a rule is about what is asked, whoever says yes. What belongs to no tenant is for rules about all of them. */
const isAbout = ({ tenants, mostRisk, mostCostUsd, systemWide }: ApprovalRule, asked: Asked): boolean =>
  (tenants === 'all' || (asked.tenantId !== undefined && tenants.includes(asked.tenantId))) &&
  RISKS.indexOf(riskAsked(asked)) <= RISKS.indexOf(mostRisk) &&
  (mostCostUsd === undefined || costUsd(asked) <= mostCostUsd) &&
  (systemWide || !asked.systemWide);

const names = ({ people, groups }: ApprovalRule, { name, groups: of }: Pick<Caller, 'name' | 'groups'>, samePerson: ApprovalPolicy['samePerson']): boolean => {
  if (people === undefined && groups === undefined) return true;
  const own = new Set([name, ...Object.entries(samePerson).filter(([person, others]) => [person, ...others].some((one) => canonicalName(one) === canonicalName(name))).flatMap(([person, others]) => [person, ...others])].map(canonicalName));
  return (people ?? []).some((person) => own.has(canonicalName(person))) || (groups ?? []).some((group) => of.includes(group));
};

/** Whether the rules let this person say yes to it. */
export const isAllowed = ({ rules, samePerson }: Pick<ApprovalPolicy, 'rules' | 'samePerson'>, caller: Pick<Caller, 'name' | 'groups'>, asked: Asked): boolean =>
  rules.length === 0 || rules.some((rule) => isAbout(rule, asked) && names(rule, caller, samePerson));

/** Names of people and groups who may by the rules; empty when that is whoever may decide. */
export const approversOf = ({ rules }: Pick<ApprovalPolicy, 'rules'>, asked: Asked): string[] => {
  const about = rules.filter((rule) => isAbout(rule, asked));
  if (about.some(({ people, groups }) => people === undefined && groups === undefined)) return [];
  return [...new Set(about.flatMap(({ people = [], groups = [] }) => [...people, ...groups]))];
};

/** Whether this person wrote or proposed it, under whichever name, or it is their agent's. */
export const isProposer = ({ name }: Pick<Caller, 'name'>, { proposedBy, remedy }: Pick<Improvement, 'proposedBy' | 'remedy'>, { samePerson }: Pick<ApprovalPolicy, 'samePerson'>): boolean =>
  maySamePerson(name, proposedBy, samePerson) || (remedy?.author.kind === 'person' && maySamePerson(name, remedy.author.name, samePerson));
