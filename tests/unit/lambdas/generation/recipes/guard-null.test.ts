import { guardNull } from '../../../../../lambdas/generation/recipes/guard-null/guard-null.ts';
import { describeCases } from '../describe-cases.ts';
import { failures, opportunityWith } from '../recipe-input.ts';

describeCases(guardNull, (sites, settings) => opportunityWith('recurring-exception', failures(sites, settings)));
