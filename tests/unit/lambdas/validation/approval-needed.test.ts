import { describe, expect, it } from 'vitest';
import { approvalNeeded, PROVEN_MODEL_PATCHES, RISK_VALUE } from '../../../../lambdas/validation/approval-needed.ts';
import type { ValidationReport } from '../../../../shared/domain/check.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import type { AutonomyLevel } from '../../../../shared/domain/target.ts';
import { patchOn, targetOf } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

const REPORT: ValidationReport = {
  passed: true, checks: [{ name: 'tests', status: 'passed', summary: '4 passed', findings: [], durationMs: 10 }], quality: 0.95, testsPassed: 4, isolation: 'sandbox', digest: 'd',
};
const IMPROVEMENT: Improvement = {
  id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'x', state: 'validating', stateSince: 0, createdAt: 0, attempts: 0, systemWide: false, phaseMs: {}, history: [], remedy: patchOn('abc'),
};
const TARGET = targetOf('/x', 'orders');
const RESIZED = { path: 'serverless.yml', before: 'functions:\n  a:\n    handler: a.b\n    memorySize: 1024\n', after: 'functions:\n  a:\n    handler: a.b\n    memorySize: 512\n' };
const ask = (improvement: Partial<Improvement> = {}, report: Partial<ValidationReport> = {}, target: Partial<typeof TARGET> = {}, riskTolerance = 0.1, provenModelPatches = 0) =>
  approvalNeeded({ ...IMPROVEMENT, ...improvement }, { ...REPORT, ...report }, { ...TARGET, ...target }, { riskTolerance, provenModelPatches });

describe('a remedy', () => {
  it('goes by itself when it is of low risk, tested, for one tenant, and the owners let its kind', () => {
    expect(ask()).toBeUndefined();
  });

  it.each([
    ['it is for every tenant, whatever else holds', ask({ systemWide: true }), /every tenant/],
    ['the owners want to see what recipes write', ask({}, {}, { autonomy: { ...TARGET.autonomy, recipe: 'approve' } }), /set to "approve" for what a recipe writes/],
    ['the owners want to see what models write', ask({ remedy: { ...patchOn('abc'), author: { kind: 'model', name: 'm' } } }), /what a model writes/],
    ['its risk is above the tolerance', ask({ remedy: { ...patchOn('abc'), risk: 'medium' } }), /risk is medium \(0\.15\), above the tolerance of 0\.1/],
    ['it only sets a number of the configuration, which no canary of the same code would show', ask({ remedy: { ...patchOn('abc'), risk: 'low', files: [RESIZED] } }, {}, {}, 1), /Merge branch pawl\/imp-1 and deploy it/],
    ['no test ran', ask({}, { checks: [] }), /no tests that ran/],
    ['the tests were skipped', ask({}, { checks: [{ name: 'tests', status: 'skipped', summary: 'none', findings: [], durationMs: 0 }] }), /no tests that ran/],
    ['there is none', approvalNeeded(without(IMPROVEMENT, 'remedy'), REPORT, TARGET, { riskTolerance: 1, provenModelPatches: 0 }), /nothing to let out/],
  ])('waits for a person when %s', (_, reason, expected) => {
    expect(reason).toMatch(expected);
  });

  it('of each risk goes by itself from its own tolerance on', () => {
    for (const [risk, value] of Object.entries(RISK_VALUE)) {
      const remedy = { ...patchOn('abc'), risk: risk as keyof typeof RISK_VALUE };
      expect([ask({ remedy }, {}, {}, value), ask({ remedy }, {}, {}, value - 0.01) === undefined]).toEqual([undefined, false]);
    }
  });
});

describe('the ladder of autonomy', () => {
  const byModel = { remedy: { ...patchOn('abc'), author: { kind: 'model' as const, name: 'here/m' } } };
  const at = (level: AutonomyLevel) => ({ autonomy: { recipe: level, model: level, person: level } });
  const byPerson = { remedy: { ...patchOn('abc'), author: { kind: 'person' as const, name: 'ada' } } };

  it.each(['observe', 'propose'] as const)('at "%s" ends in a branch, whoever wrote it, and also for every tenant', (level) => {
    for (const improvement of [{}, byModel, byPerson, { systemWide: true }]) expect(ask(improvement, {}, at(level), 1, 99)).toMatch(new RegExp(`set to "${level}" .* Merge branch pawl/imp-1 yourself`));
  });

  it('at "approve" asks, however much was proven', () => {
    for (const improvement of [{}, byModel, byPerson]) expect(ask(improvement, {}, at('approve'), 1, 99)).toMatch(/set to "approve" for what a \w+ writes\.$/);
  });

  it('at "autonomous" lets recipes and people\'s patches go at once, a model\'s from ten that were promoted with a yes', () => {
    expect([ask({}, {}, at('autonomous')), ask(byPerson, {}, at('autonomous'))]).toEqual([undefined, undefined]);
    expect(ask(byModel, {}, at('autonomous'), 0.1, PROVEN_MODEL_PATCHES - 1)).toMatch(/from 10 promoted with a person's yes and not taken back; there are 9/);
    expect(ask(byModel, {}, at('autonomous'), 0.1, PROVEN_MODEL_PATCHES)).toBeUndefined();
  });

  it('always asks for what is for every tenant', () => {
    for (const improvement of [{}, byModel, byPerson]) expect(ask({ ...improvement, systemWide: true }, {}, at('autonomous'), 1, 99)).toMatch(/for every tenant/);
  });
});
