import { cacheReads } from '../../../../../lambdas/generation/recipes/cache-reads/cache-reads.ts';
import { describeCases } from '../describe-cases.ts';
import { opportunityWith, repeatedCall } from '../recipe-input.ts';

describeCases(cacheReads, (sites, settings) => opportunityWith('redundant-calls', { kind: 'calls', call: repeatedCall(sites, settings) }));
