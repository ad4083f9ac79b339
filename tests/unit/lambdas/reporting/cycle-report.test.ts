import { describe, expect, it } from 'vitest';
import { activeSeconds } from '../../../../lambdas/reporting/active-seconds.ts';
import { cycleMetrics } from '../../../../lambdas/reporting/cycle-metrics.ts';
import { cycleNotice } from '../../../../lambdas/reporting/cycle-notice.ts';
import { buildCycleReport } from '../../../../lambdas/reporting/cycle-report.ts';
import { CycleReport } from '../../../../lambdas/reporting/cycle-report-schema.ts';
import { measuredImpact } from '../../../../lambdas/reporting/impact.ts';
import { sumOfEstimates } from '../../../../shared/rules/impact/sum-of-estimates.ts';
import { phaseTimes } from '../../../../lambdas/reporting/phase-budgets.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import { reportFacts } from '../../../support/report-facts.ts';

const { facts } = reportFacts();
const report = buildCycleReport(facts);

const withState = (id: string, state: Improvement['state']): CycleReport =>
  buildCycleReport({ ...facts, improvements: facts.improvements.map((each) => (each.id === id ? { ...each, state } : each)) });

describe('the report of a cycle', () => {
  it('carries every field of the requirements under its name', () => {
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining(['cycle_id', 'start_time', 'end_time', 'duration_seconds', 'telemetry_analyzed', 'opportunities_identified', 'improvements_attempted', 'improvements_deployed', 'improvements_rolled_back', 'total_impact', 'improvements']),
    );
    const [first] = report.improvements;
    expect(Object.keys(first ?? {})).toEqual(expect.arrayContaining(['improvement_id', 'status', 'metrics', 'execution_time_seconds', 'cost']));
    expect(Object.keys(first?.metrics ?? {})).toEqual(expect.arrayContaining(['baseline', 'final', 'improvement']));
    expect(Object.keys(first?.metrics?.baseline ?? {})).toEqual(expect.arrayContaining(['latency_p50', 'latency_p95', 'latency_p99', 'error_rate', 'throughput']));
    expect(Object.keys(first?.metrics?.improvement ?? {})).toEqual(expect.arrayContaining(['latency_reduction_ms', 'latency_reduction_pct', 'error_rate_change', 'throughput_change', 'intervals']));
    expect(Object.keys(first?.cost ?? {})).toEqual(['llm_tokens', 'llm_cost_usd', 'cloudwatch_api_calls']);
  });

  it('survives a trip through JSON unchanged', () => {
    expect(CycleReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('shows how far claims came true on these targets, and nothing while no outcome speaks', () => {
    expect(report.calibration?.confidence.reduce((sum, { outcomes }) => sum + outcomes, 0)).toBe(1);
    expect(report.calibration?.gains).toMatchObject([{ target_id: 'orders', kind: 'n-plus-one' }]);
    expect(buildCycleReport({ ...facts, experience: [] })).not.toHaveProperty('calibration');
  });

  it('proposes a threshold that only ever raised noise, and changes none', () => {
    const noise = [1, 2, 3, 4, 5].map((n) => ({ id: `n${n}`, improvementId: `i${n}`, targetId: 'orders', opportunityKind: 'error-spike', author: 'recipe:x', result: 'inconclusive' as const, text: '', at: 0, crossed: { threshold: 'failureIncrease' as const, value: 0.05 + n / 1000, limit: 0.05 } }));
    const proposing = buildCycleReport({ ...facts, experience: [{ target: { id: 'orders' }, lessons: noise }] });
    expect(proposing.threshold_proposals).toMatchObject([{ target_id: 'orders', threshold: 'failureIncrease', from: 0.05, to: 0.058, outcomes: 5 }]);
  });

  it('counts what was kept, what was taken back and what was only tried', () => {
    expect(report).toMatchObject({ opportunities_identified: 2, improvements_attempted: 3, improvements_deployed: 1, improvements_rolled_back: 1, improvements_pending: 0, duration_seconds: 92 });
    expect(report.improvements.map(({ status }) => status)).toEqual(['completed', 'rolled_back', 'abstained']);
  });

  it('counts a promotion that was reverted later as taken back, not as deployed', () => {
    const reverted = withState('imp-1', 'reverted');
    expect(reverted).toMatchObject({ improvements_deployed: 0, improvements_rolled_back: 2, total_impact: 0, total_impact_measured: null });
  });

  it('keeps what is inconclusive, queued or waiting for a person apart', () => {
    expect(withState('imp-1', 'inconclusive')).toMatchObject({ improvements_inconclusive: 1, improvements_deployed: 0, improvements_rolled_back: 1 });
    expect(withState('imp-1', 'queued').improvements_attempted).toBe(2);
    expect(withState('imp-1', 'awaiting-approval')).toMatchObject({ improvements_pending: 1 });
  });

  it('sums the impact of what was deployed, as scored and as measured', () => {
    const kept = facts.improvements[0];
    expect(report.total_impact).toBe(kept?.opportunity?.impactScore);
    const measured = kept && measuredImpact(kept);
    expect(report.total_impact_measured).toEqual(measured);
    expect(measured?.low).toBeLessThan(measured?.value ?? 0);
    expect(measured?.value).toBeCloseTo(((kept?.opportunity?.impactScore ?? 0) * (kept?.outcome?.latencyReductionPercent?.value ?? 0)) / (kept?.opportunity?.gainPercent ?? 1), 6);
  });

  it('adds the uncertainty of independent impacts in quadrature', () => {
    expect(sumOfEstimates([{ value: 10, low: 7, high: 13 }, { value: 20, low: 16, high: 24 }])).toEqual({ value: 30, low: 25, high: 35 });
    expect(sumOfEstimates([])).toBeUndefined();
  });

  it('measures the impact of a claim on failures on the failures, and none where nothing can be compared', () => {
    const [kept] = facts.improvements;
    if (kept?.remedy === undefined || kept.outcome === undefined) throw new Error('the fixture changed');
    const claimed = { ...kept, remedy: { ...kept.remedy, claim: { on: 'failures' as const, gain: 0.9 } } };
    const outcome = { ...kept.outcome, stable: { ...kept.outcome.stable, failureRate: 0.02 }, errorRateChange: { value: -0.01, low: -0.015, high: -0.004 } };
    const impact = measuredImpact({ ...claimed, outcome });
    const scale = (kept.opportunity?.impactScore ?? 0) / (kept.opportunity?.gainPercent ?? 1);
    expect(impact?.value).toBeCloseTo(50 * scale, 6);
    expect(impact?.low).toBeCloseTo(20 * scale, 6);
    expect(impact?.high).toBeCloseTo(75 * scale, 6);
    expect(measuredImpact({ ...claimed, outcome: { ...outcome, stable: { ...outcome.stable, failureRate: 0 } } })).toBeUndefined();
    expect(measuredImpact({ ...kept, opportunity: undefined })).toBeUndefined();
  });

  it('charges each improvement what it cost', () => {
    const spent = { llmTokens: 1200, llmCostMicroUsd: 3400, cloudwatchApiCalls: 7 };
    const charged = buildCycleReport({ ...facts, cost: { whole: spent, byImprovement: { 'imp-1': spent } } });
    expect(charged.improvements[0]?.cost).toEqual({ llm_tokens: 1200, llm_cost_usd: 0.0034, cloudwatch_api_calls: 7 });
    expect(charged.improvements[1]?.cost.llm_tokens).toBe(0);
  });
});

describe('the time of the phases', () => {
  it('stands beside its budget, validation and deployment together', () => {
    const of = (id: string | null) => report.phases.filter(({ improvement_id }) => improvement_id === id);
    expect(of(null).map(({ phase, budget_seconds }) => [phase, budget_seconds])).toEqual([['analysis', 15], ['reporting', 2]]);
    expect(of('imp-1')).toEqual([
      { phase: 'generation', improvement_id: 'imp-1', seconds: 0.64, budget_seconds: 60, within_budget: true },
      { phase: 'validation and deployment', improvement_id: 'imp-1', seconds: 5.13, budget_seconds: 20, within_budget: true },
      { phase: 'watching', improvement_id: 'imp-1', seconds: 26, budget_seconds: null, within_budget: null },
    ]);
  });

  it('has less of it in an emergency, and says when a phase was too long', () => {
    expect(phaseTimes({ emergency: true, phaseMs: { analysis: 12_000 } }, [])).toEqual([{ phase: 'analysis', improvement_id: null, seconds: 12, budget_seconds: 10, within_budget: false }]);
  });

  it('is active only while something is worked on, and counts what happens at once only once', () => {
    const history = (...states: [Improvement['state'], number][]) => ({ history: states.map(([state, at]) => ({ state, at, by: 'x' })) });
    const one = history(['generating', 0], ['watching', 10_000], ['promoting', 100_000], ['promoted', 104_000]);
    const two = history(['generating', 5000], ['awaiting-approval', 15_000]);
    expect(activeSeconds([one, two], 1000, 200_000)).toBe(20);
    expect(activeSeconds([history(['validating', 1000])], 0, 4000)).toBe(3);
  });
});

describe('the metrics of a cycle', () => {
  const value = (metrics: ReturnType<typeof cycleMetrics>, name: string) => metrics.find((metric) => metric.name === name)?.value;

  it('have the names of the requirements', () => {
    const metrics = cycleMetrics(report);
    expect(metrics.map(({ name }) => name).sort()).toEqual([
      'cloudwatch_api_calls', 'cycle_active_seconds', 'cycle_duration_seconds', 'impact_score_total', 'improvement_cycles_completed', 'improvement_cycles_failed',
      'improvement_cycles_started', 'improvements_deployed', 'improvements_rolled_back', 'llm_tokens_used', 'opportunities_identified',
    ]);
    expect(value(metrics, 'improvement_cycles_completed')).toBe(1);
    expect(value(cycleMetrics({ ...report, state: 'failed' }), 'improvement_cycles_failed')).toBe(1);
  });

  it('count in an amended report only what was added', () => {
    expect(cycleMetrics(report, report)).toEqual([]);
    expect(cycleMetrics(report, withState('imp-1', 'awaiting-approval'))).toEqual([
      { name: 'improvements_deployed', value: 1, unit: 'Count' },
      { name: 'impact_score_total', value: report.total_impact, unit: 'None' },
    ]);
    expect(cycleMetrics(withState('imp-1', 'reverted'), report)).toEqual([{ name: 'improvements_rolled_back', value: 1, unit: 'Count' }]);
  });
});

describe('the notice of a cycle', () => {
  it('has another key only when something came out differently', () => {
    expect(cycleNotice(report, '/a').key).toBe(cycleNotice({ ...report, duration_seconds: 1 }, '/b').key);
    expect(cycleNotice(report, '/a').key).not.toBe(cycleNotice(withState('imp-1', 'reverted'), '/a').key);
  });

  it('is urgent when the cycle failed', () => {
    expect(cycleNotice(report, '/a').severity).toBe('low');
    expect(cycleNotice({ ...report, state: 'failed', failure: 'disk full' }, '/a')).toMatchObject({ severity: 'high', text: expect.stringContaining('disk full') as string });
  });
});
