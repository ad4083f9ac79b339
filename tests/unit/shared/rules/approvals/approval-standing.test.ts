import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApprovalPolicy, Approvals, policyFor } from '../../../../../shared/domain/approval-policy.ts';
import { CallerKind, Permission, type Caller } from '../../../../../shared/domain/caller.ts';
import { ImprovementState, type Improvement } from '../../../../../shared/domain/improvement.ts';
import { approvalStanding, whyNoYes, type YesQuestion } from '../../../../../shared/rules/approvals/approval-standing.ts';
import { maySamePerson } from '../../../../../shared/rules/approvals/same-person.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const HOUR_MS = 3_600_000;
const grace: Caller = { name: 'grace', kind: 'person', door: 'page', may: ['read', 'decide'], tenants: 'all', groups: ['leads'] };

/** Of ada's, waits since an hour, low risk. */
const waiting = (change: Partial<Improvement> = {}, { risk = 'low', paidUsd = 0 }: { risk?: 'low' | 'medium' | 'high'; paidUsd?: number } = {}): Improvement => ({
  id: 'imp-1', targetId: 'orders', origin: 'proposal', proposedBy: 'ada', title: 'A change', state: 'awaiting-approval', stateSince: NOW - HOUR_MS, createdAt: NOW - HOUR_MS, attempts: 0, systemWide: false, phaseMs: {}, history: [],
  report: { passed: true, checks: [], quality: 0.9, testsPassed: 4, isolation: 'sandbox', digest: 'digest-1' },
  remedy: {
    kind: 'patch', author: { kind: 'model', name: 'm' }, title: 'A change', reason: 'why', baseCommit: 'c', files: [], confidence: 0.5, risk,
    ...(paidUsd === 0 ? {} : { workings: { calls: [{ purpose: 'write', model: 'm', provider: 'p', inputTokens: 1, outputTokens: 1, microUsd: paidUsd * 1_000_000, attempts: 1 }], shown: [], lessons: [], audits: [] } }),
  },
  ...change,
});
const ask = (change: Partial<YesQuestion> = {}): YesQuestion => ({ improvement: waiting(), target: { id: 'orders', autonomy: { recipe: 'approve', model: 'approve', person: 'approve' } }, policy: ApprovalPolicy.parse({}), caller: grace, now: NOW, ...change });
const policy = (said: object) => ApprovalPolicy.parse(said);
const yes = (by: string, at = NOW - 1000, digest = 'digest-1') => ({ by, at, digest, systemWide: false });

describe('who may say yes', () => {
  test('a person who may decide, to what somebody else proposed', () => {
    expect(whyNoYes(ask())).toBeUndefined();
    expect(approvalStanding(ask())).toEqual({ digest: 'digest-1', may: true, needed: 'It waits for a person.', since: NOW - HOUR_MS, expiresAt: NOW + 71 * HOUR_MS, approvers: [] });
  });

  test.each<[string, Partial<YesQuestion>, RegExp]>([
    ['an agent', { caller: { ...grace, kind: 'agent' } }, /ask-approval/],
    ['a program', { caller: { ...grace, kind: 'program' } }, /program cannot/],
    ['a person who may not decide', { caller: { ...grace, may: ['read', 'operate'] } }, /permission "decide"/],
    ['a person of another tenant', { caller: { ...grace, tenants: ['globex'] }, improvement: waiting({ tenantId: 'acme' }) }, /decides for globex only/],
    ['a tenant\'s person, to what belongs to no tenant', { caller: { ...grace, tenants: ['acme'] } }, /decides for acme only/],
    ['a tenant\'s person, to what is for every tenant', { caller: { ...grace, tenants: ['acme'] }, improvement: waiting({ tenantId: 'acme', systemWide: true }) }, /every tenant/],
    ['the proposer', { caller: { ...grace, name: 'Ada ' } }, /proposed it/],
    ['the owner of the agent that proposed', { improvement: waiting({ proposedBy: 'helper for grace' }) }, /proposed it/],
    ['who wrote the patch that somebody else handed in', { improvement: waiting({ remedy: { ...(waiting().remedy ?? expect.fail()), author: { kind: 'person', name: 'Grace' } } }) }, /proposed it/],
    ['anybody once the question is over', { now: NOW + 71 * HOUR_MS }, /is over/],
    ['somebody outside the group', { policy: policy({ rules: [{ groups: ['owners'] }] }) }, /may not say yes.*These may: owners/s],
    ['somebody for a higher risk than theirs', { policy: policy({ rules: [{ groups: ['leads'], mostRisk: 'low' }, { people: ['bob'] }] }), improvement: waiting({}, { risk: 'medium' }) }, /risk medium.*bob/s],
    ['somebody for a dearer one than theirs', { policy: policy({ rules: [{ mostCostUsd: 1 }] }), improvement: waiting({}, { paidUsd: 1.01 }) }, /Nobody may/],
    ['somebody for every tenant where the rule leaves that out', { policy: policy({ rules: [{ systemWide: false }] }), improvement: waiting({ systemWide: true }) }, /for every tenant/],
    ['anybody for what belongs to no tenant by a rule for one', { policy: policy({ rules: [{ tenants: ['acme'] }] }) }, /may not say yes/],
    ['anybody in quiet hours', { policy: policy({ quietHours: [{ timeZone: 'UTC', from: '11:00', until: '13:30' }] }) }, /quiet hours.*end at 2026-11-18T13:30Z/],
    ['a second time from the same person, where two are needed', { policy: policy({ yesesNeeded: { high: 2 } }), improvement: waiting({ yeses: [yes('GRACE')] }, { risk: 'high' }) }, /said yes already/],
    ['anybody when enough have said it', { improvement: waiting({ approval: yes('bob') }) }, /approved by bob already/],
    ['anybody where the owners merge themselves', { target: { id: 'orders', autonomy: { recipe: 'approve', model: 'propose', person: 'approve' } } }, /merge the branch pawl\/imp-1/],
  ])('takes none from %s', (_, change, why) => {
    expect(whyNoYes(ask(change))?.why).toMatch(why);
    expect(approvalStanding(ask(change))).toMatchObject({ may: false, why: expect.stringMatching(why) as string });
  });

  test.each<[string, Partial<YesQuestion>]>([
    ['a member of the group up to its risk and cost', { policy: policy({ rules: [{ groups: ['leads'], mostRisk: 'medium', mostCostUsd: 2 }] }), improvement: waiting({}, { risk: 'medium', paidUsd: 2 }) }],
    ['a person by another of their names', { policy: policy({ rules: [{ people: ['grace@example.com'] }], samePerson: { grace: ['grace@example.com'] } }) }],
    ['a tenant\'s person for their tenant', { caller: { ...grace, tenants: ['acme'] }, improvement: waiting({ tenantId: 'acme' }) }],
    ['anybody in quiet hours of an emergency', { policy: policy({ quietHours: [{ timeZone: 'UTC', from: '00:00', until: '00:00' }] }), improvement: waiting({ emergency: true }) }],
    ['somebody else, as the second', { policy: policy({ yesesNeeded: { high: 2 } }), improvement: waiting({ yeses: [yes('bob')] }, { risk: 'high' }) }],
    ['the same person again, when what they said yes to has changed', { improvement: waiting({ yeses: [yes('grace', NOW - 1000, 'digest-0')], approval: yes('grace', NOW - 1000, 'digest-0') }) }],
    ['the same person again, when their yes is too old', { improvement: waiting({ stateSince: NOW - 30 * HOUR_MS, approval: yes('grace', NOW - 24 * HOUR_MS) }) }],
  ])('takes one from %s', (_, change) => {
    expect(whyNoYes(ask(change))).toBeUndefined();
  });

  test('a tenant\'s own policy takes the place of the common one, field by field', () => {
    const approvals = Approvals.parse({ rules: [{ groups: ['owners'] }], yesHoldsForHours: 5, samePerson: { ada: ['al'] }, tenants: { acme: { rules: [{ groups: ['acme-leads'] }], quietHours: [{ timeZone: 'UTC', from: '01:00', until: '02:00' }] } } });
    expect(policyFor(approvals, 'acme')).toMatchObject({ rules: [{ groups: ['acme-leads'] }], yesHoldsForHours: 5, requestExpiresAfterHours: 72, samePerson: { ada: ['al'] }, quietHours: [{ from: '01:00' }] });
    expect(policyFor(approvals, 'globex')).toMatchObject({ rules: [{ groups: ['owners'] }], quietHours: [] });
    expect(policyFor(approvals, '__proto__')).toMatchObject({ rules: [{ groups: ['owners'] }] });
  });
});

describe('no combination', () => {
  const mostly = <Value>(usual: Value, others: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });
  const name = fc.constantFrom('ada', 'Ada', 'grace', 'GRACE', 'bob', 'al', 'helper for ada', 'function:grace', 'ada via api', 'pawl');
  const tenant = fc.constantFrom('acme', 'globex', undefined);
  const caller = fc.record({
    name, kind: mostly('person' as const, fc.constantFrom(...CallerKind.options)), door: fc.constantFrom('terminal' as const, 'api' as const, 'mcp' as const), may: mostly([...Permission.options], fc.subarray([...Permission.options])),
    tenants: mostly<'all' | string[]>('all', fc.subarray(['acme', 'globex'])), groups: fc.subarray(['leads', 'owners']),
  });
  const rule = fc.record({ people: fc.subarray(['ada', 'grace']), groups: fc.subarray(['leads', 'owners']), tenants: fc.constantFrom('all' as const, ['acme']), mostRisk: fc.constantFrom('low' as const, 'medium' as const, 'high' as const), mostCostUsd: fc.constantFrom(1, 100), systemWide: fc.boolean() });
  const said = fc.record({ rules: fc.array(rule, { maxLength: 3 }), yesesNeeded: fc.constantFrom({}, { high: 2 }, { low: 2 }), samePerson: fc.constantFrom({}, { ada: ['al'] }), yesHoldsForHours: fc.constantFrom(1, 24) });
  const given = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 50 }), fc.constantFrom('digest-0', 'digest-1')).map(([by, hours, digest]) => yes(by, NOW - hours * HOUR_MS, digest)), { maxLength: 3 });
  const improvement = fc
    .tuple(name, tenant, fc.boolean(), mostly('awaiting-approval' as const, fc.constantFrom(...ImprovementState.options)), fc.constantFrom('low' as const, 'high' as const), given, fc.constantFrom(1, 80), fc.boolean())
    .map(([proposedBy, tenantId, systemWide, state, risk, yeses, hours, emergency]) => waiting({ proposedBy, systemWide, state, yeses, stateSince: NOW - hours * HOUR_MS, emergency, ...(tenantId === undefined ? {} : { tenantId }) }, { risk }));

  test('lets a proposer, an agent, a program, a stranger, a repeated or a late yes through', () => {
    let taken = 0;
    fc.assert(fc.property(caller, said, improvement, (who, rules, what) => {
      const question = ask({ caller: who, policy: policy(rules), improvement: what });
      if (whyNoYes(question) !== undefined) return;
      taken += 1;
      expect(who.kind).toBe('person');
      expect(who.may).toContain('decide');
      expect(what.state).toBe('awaiting-approval');
      expect(maySamePerson(who.name, what.proposedBy, question.policy.samePerson)).toBe(false);
      if (who.tenants !== 'all') expect(who.tenants).toContain(what.tenantId);
      if (what.systemWide) expect(who.tenants).toBe('all');
      expect(NOW - what.stateSince).toBeLessThan(72 * HOUR_MS);
      const theirs = (what.yeses ?? []).filter(({ by, at, digest }) => digest === 'digest-1' && NOW - at < question.policy.yesHoldsForHours * HOUR_MS && maySamePerson(by, who.name, question.policy.samePerson));
      expect(theirs).toEqual([]);
      if (rules.rules.length > 0) expect(rules.rules.some(({ systemWide, mostRisk, tenants }) => (systemWide || !what.systemWide) && (mostRisk === 'high' || what.remedy?.risk === 'low') && (tenants === 'all' || what.tenantId === 'acme'))).toBe(true);
    }), { numRuns: 3000 });
    expect(taken).toBeGreaterThan(20);
  });
});
