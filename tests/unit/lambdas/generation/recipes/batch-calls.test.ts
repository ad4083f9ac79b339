import { batchCalls } from '../../../../../lambdas/generation/recipes/batch-calls/batch-calls.ts';
import { describeCases } from '../describe-cases.ts';
import { callEvidence, opportunityWith } from '../recipe-input.ts';

describeCases(batchCalls, (sites, settings) => opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence(sites, { method: settings.get('method') ?? 'GET' }) }));
