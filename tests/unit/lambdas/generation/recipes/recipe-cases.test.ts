import { addTimeout } from '../../../../../lambdas/generation/recipes/add-timeout/add-timeout.ts';
import { batchCalls } from '../../../../../lambdas/generation/recipes/batch-calls/batch-calls.ts';
import { boundConcurrency } from '../../../../../lambdas/generation/recipes/bound-concurrency/bound-concurrency.ts';
import { cacheReads } from '../../../../../lambdas/generation/recipes/cache-reads/cache-reads.ts';
import { guardNull } from '../../../../../lambdas/generation/recipes/guard-null/guard-null.ts';
import { indexScans } from '../../../../../lambdas/generation/recipes/index-scans/index-scans.ts';
import { overlapAwaits } from '../../../../../lambdas/generation/recipes/overlap-awaits/overlap-awaits.ts';
import { retryReads } from '../../../../../lambdas/generation/recipes/retry-reads/retry-reads.ts';
import { reuseClients } from '../../../../../lambdas/generation/recipes/reuse-clients/reuse-clients.ts';
import { rightSize } from '../../../../../lambdas/generation/recipes/right-size/right-size.ts';
import { streamBodies } from '../../../../../lambdas/generation/recipes/stream-bodies/stream-bodies.ts';
import { validateInput } from '../../../../../lambdas/generation/recipes/validate-input/validate-input.ts';
import { describeCases } from '../describe-cases.ts';
import { callEvidence, failingDependency, failures, opportunityWith, quadraticGrowth, repeatedCall, scarce, slowDependency, slowLatency, spareMemory, stall, waitsEvidence } from '../recipe-input.ts';
import { describeEqualAnswers } from './index-scans/describe-equal-answers.ts';

// In one file, because parsing the compiler's libraries takes longer than all the cases.
describeCases(batchCalls, (sites, settings) => opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence(sites, { method: settings.get('method') ?? 'GET' }) }));
describeCases(overlapAwaits, (sites, settings) => opportunityWith('sequential-waits', waitsEvidence(sites, settings)));
describeCases(cacheReads, (sites, settings) => opportunityWith('redundant-calls', { kind: 'calls', call: repeatedCall(sites, settings) }));
describeCases(addTimeout, (sites, settings) => opportunityWith('timeout', stall(sites, settings)));
describeCases(guardNull, (sites, settings) => opportunityWith('recurring-exception', failures(sites, settings)));
describeCases(boundConcurrency, (sites, settings) => {
  if (settings.get('kind') === 'failing') return opportunityWith('dependency-failures', failingDependency(sites, settings));
  if (settings.get('kind') === 'slow') return opportunityWith('slow-dependency', slowDependency(sites, settings));
  return opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence(sites, { method: settings.get('method') ?? 'GET', concurrency: Number(settings.get('concurrency') ?? 1) }) });
});
describeCases(retryReads, (sites, settings) => opportunityWith('dependency-failures', failingDependency(sites, settings)));
describeCases(validateInput, (sites, settings) => opportunityWith('recurring-exception', failures(sites, settings)));
describeCases(reuseClients, (sites, settings) =>
  settings.get('kind') === 'latency' ? opportunityWith('latency-degradation', slowLatency) : opportunityWith('slow-dependency', slowDependency(sites, settings)));
describeCases(indexScans, () => opportunityWith('super-linear-work', quadraticGrowth));
describeEqualAnswers();
describeCases(rightSize, (_, settings) => (settings.has('metric') ? opportunityWith('resource-exhaustion', scarce(settings)) : opportunityWith('over-provisioned-memory', spareMemory)));
describeCases(streamBodies, (_, settings) => (settings.get('kind') === 'latency' ? opportunityWith('latency-degradation', slowLatency) : opportunityWith('resource-exhaustion', scarce(settings))));
