import type { Explanation } from '../../domain/explanation.ts';
import type { Lesson } from '../../domain/lesson.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Target } from '../../domain/target.ts';
import { redactMessage } from '../clustering/mask.ts';
import type { EvidenceWindow } from '../detection/evidence-window.ts';
import { beliefsOf } from './beliefs.ts';
import { cleanText } from './clean-text.ts';
import { explainedScore } from './explained-score.ts';
import { headlineOf } from './headline-of.ts';
import { nextStep } from './next-step.ts';
import { requestCalls } from './request-calls.ts';
import { samplesOf } from './samples-of.ts';
import { evidenceSeries, type SeriesSource } from './series/evidence-series.ts';
import { explainedSites, type SourceText } from './source-excerpt.ts';
import { whyFacts } from './why-facts.ts';
import { withinBytes } from './within-bytes.ts';

/** What an explanation is made from. Without `window` and `series` there is no telemetry left, and what the evidence itself says remains. */
export type ExplainInput = {
  readonly opportunity: Opportunity;
  readonly target: Pick<Target, 'autonomy'>;
  readonly lessons: readonly Lesson[];
  readonly window?: EvidenceWindow | undefined;
  readonly series?: SeriesSource | undefined;
  readonly sourceOf?: SourceText;
  /** Whether a model is configured, where that is known. */
  readonly hasModel?: boolean | undefined;
  /** When this was true. */
  readonly at: number;
};

/** The page on one opportunity: what was seen, why it is believed, what it is worth and what happens next. At most 12 KB of JSON. */
export const explainOpportunity = ({ opportunity, target, lessons, window, series, sourceOf = () => undefined, hasModel, at }: ExplainInput): Explanation => {
  const { evidence } = opportunity;
  const drawn = series === undefined ? undefined : evidenceSeries(evidence, series);
  const calls = window === undefined ? undefined : requestCalls(evidence, window);
  return withinBytes({
    version: 1,
    opportunityId: opportunity.id,
    targetId: opportunity.targetId,
    ...(opportunity.tenantId === undefined ? {} : { tenantId: opportunity.tenantId }),
    key: cleanText(redactMessage(opportunity.key, 400), 400),
    kind: opportunity.kind,
    title: cleanText(redactMessage(opportunity.title, 400), 300),
    headline: cleanText(headlineOf(evidence), 400),
    analysedAt: at,
    ...(drawn === undefined ? {} : { series: drawn }),
    facts: whyFacts(evidence).slice(0, 16).map(([label, value]) => [cleanText(label, 80), cleanText(value, 600)]),
    samples: samplesOf(evidence),
    ...(calls === undefined ? {} : { calls }),
    sites: explainedSites(evidence, sourceOf),
    score: explainedScore(opportunity, lessons),
    believes: beliefsOf(opportunity).map((sentence) => cleanText(sentence, 300)),
    next: cleanText(nextStep(opportunity, target, { hasModel }), 400),
  });
};
