import { addTimeout } from '../../../../../lambdas/generation/recipes/add-timeout/add-timeout.ts';
import { describeCases } from '../describe-cases.ts';
import { opportunityWith, stall } from '../recipe-input.ts';

describeCases(addTimeout, (sites, settings) => opportunityWith('timeout', stall(sites, settings)));
