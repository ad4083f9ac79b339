import type { Bus } from '../../shared/ports/bus.ts';
import { CodedError } from '../../shared/platform/coded-error.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Host } from '../../shared/ports/host.ts';
import type { Cycles } from '../../shared/store/cycles.ts';
import type { Opportunities } from '../../shared/store/opportunities.ts';
import type { AnalyzeDependencies } from './analyze.ts';

export type RecordAnalysisDependencies = { readonly cycles: Cycles; readonly opportunities: Opportunities; readonly bus: Bus; readonly clock: Clock; readonly notify?: Host['notify'] };

const NOTHING_LOOKED_AT = 'PAWL-ANALYSIS-010';

/** Keeps what an analysis came to in the cycle's record, and tells it. Nothing to look at anywhere is an error: it is not the same as nothing found. */
export const analysisRecord = ({ cycles, opportunities, bus, clock, notify }: RecordAnalysisDependencies): AnalyzeDependencies['cycles'] => ({
  get: (cycleId) => cycles.find(cycleId),
  recordAnalysis: async (cycleId, { opportunities: found, improvementIds, telemetryAnalyzed, notProtected, problems, heldBack }) => {
    for (const opportunity of found) await opportunities.record(opportunity);
    const { targetIds } = await cycles.update(cycleId, (cycle) => ({ ...cycle, opportunityIds: found.map(({ id }) => id), improvementIds: [...improvementIds], telemetryAnalyzed, ...(notProtected.length === 0 ? {} : { notProtected: [...notProtected] }) }));
    await bus.publish({ type: 'cycle.analysed', at: clock.now(), detail: { cycleId, opportunities: found.map(({ id }) => id), improvements: [...improvementIds], problems, heldBack: heldBack.map(({ opportunity, reason }) => ({ title: opportunity.title, reason })) } });
    if (problems.length > 0 && problems.length === targetIds.length) throw new CodedError(problems.find(({ code }) => code !== undefined)?.code ?? NOTHING_LOOKED_AT, problems.map(({ targetId, reason }) => `${targetId}: ${reason}`).join('; '));
    for (const { targetId, reason, code } of problems) notify?.({ code: code ?? NOTHING_LOOKED_AT, level: 'error', text: `${targetId} could not be analysed: ${reason}`, data: { cycleId, targetId } });
  },
});
