import { overlapAwaits } from '../../../../../lambdas/generation/recipes/overlap-awaits/overlap-awaits.ts';
import { describeCases } from '../describe-cases.ts';
import { opportunityWith, waitsEvidence } from '../recipe-input.ts';

describeCases(overlapAwaits, (sites, settings) => opportunityWith('sequential-waits', waitsEvidence(sites, settings)));
