import * as z from 'zod';
import { Risk } from './opportunity.ts';

const Day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

const timeOfDay = () => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day between 00:00 and 23:59');

/** Hours on the clock of a place in which nothing that a person's yes lets out begins. */
export const QuietHours = z.strictObject({
  timeZone: z.string().max(100).refine(isTimeZone, 'must be a time zone of the IANA database').describe('like "Europe/Berlin"'),
  from: timeOfDay().describe('when they begin, like "18:00"'),
  until: timeOfDay().describe('when they end, like "08:00", on the day after if that is not later; the same as from: a whole day'),
  days: z.array(Day).min(1).default([...Day.options]).describe('the days on which they begin, like ["fri", "sat", "sun"]; every day when left out'),
});
export type QuietHours = z.infer<typeof QuietHours>;

/** Who may say yes to what. All that is said must hold; one rule that holds is enough. */
export const ApprovalRule = z.strictObject({
  people: z.array(z.string().min(1)).optional().describe('names of people who may; with groups: either'),
  groups: z.array(z.string().min(1)).optional().describe('groups whose members may'),
  tenants: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]).default('all').describe('for which tenants’ improvements, like ["acme"], or "all"'),
  mostRisk: Risk.default('high').describe('the highest risk: low, medium or high'),
  mostCostUsd: z.number().nonnegative().optional().describe('the most that models were paid for the remedy, in US dollars, like 5'),
  systemWide: z.boolean().default(true).describe('whether also to what changes a target for every tenant'),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

const yeses = (most = 2) => z.number().int().min(1).max(most);

const hours = () => z.number().positive().max(24 * 90);

const FIELDS = {
  rules: z.array(ApprovalRule).max(200).describe('who may say yes to what; without any: whoever may decide there'),
  yesesNeeded: z.strictObject({ low: yeses().default(1), medium: yeses().default(1), high: yeses().default(1) }).describe('how many people have to say yes, by risk, like { "high": 2 }'),
  quietHours: z.array(QuietHours).max(20).describe('hours in which nothing begins, but for emergencies'),
  requestExpiresAfterHours: hours().describe('hours after which a question that nobody answered ends as rejected, like 72'),
  yesHoldsForHours: hours().describe('hours that a yes is good for; what has not begun by then is asked again, like 24'),
  samePerson: z.record(z.string(), z.array(z.string().min(1)).min(1)).describe('person → other names of the same person, like { "ada": ["ada@example.com"] }'),
};

/** How people decide. */
export const ApprovalPolicy = z.strictObject({
  rules: FIELDS.rules.default([]),
  yesesNeeded: FIELDS.yesesNeeded.prefault({}),
  quietHours: FIELDS.quietHours.default([]),
  requestExpiresAfterHours: FIELDS.requestExpiresAfterHours.default(72),
  yesHoldsForHours: FIELDS.yesHoldsForHours.default(24),
  samePerson: FIELDS.samePerson.default({}),
});
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>;

/** What differs for one tenant. Who is the same person does not. */
export const TenantApprovals = z.strictObject(FIELDS).omit({ samePerson: true }).partial();

/** The section `approvals`: for everybody, and what differs for tenants. */
export const Approvals = ApprovalPolicy.extend({ tenants: z.record(z.string(), TenantApprovals).default({}).describe('tenant → what differs for it') });
export type Approvals = z.infer<typeof Approvals>;

/** Without any configuration. */
export const PLAIN_APPROVALS: Approvals = Approvals.parse({});

/** The policy as it holds for one tenant, or for what belongs to none. */
export const policyFor = ({ tenants, ...common }: Approvals, tenantId: string | undefined): ApprovalPolicy => {
  const own = tenantId !== undefined && Object.hasOwn(tenants, tenantId) ? tenants[tenantId] : undefined;
  return { ...common, ...Object.fromEntries(Object.entries(own ?? {}).filter(([, value]) => value !== undefined)) };
};
