import { requiredForHarm } from './harm.ts';
import { JudgeSettings } from './judge-settings.ts';
import { Verdict } from './verdict.ts';

/** The evidence `E` that the judge needs of one metric: to roll back, and to promote. */
export type EvidenceThresholds = { readonly harm: number; readonly promotion: number };

/** What one metric needs when no verdict says it: α shared by the harm metrics, and 20. */
const usual = (): EvidenceThresholds => {
  const settings = JudgeSettings.parse({});
  return { harm: requiredForHarm(settings), promotion: settings.promotionEvidence };
};

/** A verdict as it was stored, or `undefined` when there is none that can be read. */
export const readVerdict = (stored: unknown): Verdict | undefined => Verdict.safeParse(stored).data;

/** The thresholds that a verdict was held to. */
export const thresholdsOf = (verdict: Verdict | undefined): EvidenceThresholds => {
  const required = (asked: 'harm' | 'promotion'): number => verdict?.evidence.find(({ question }) => question === asked)?.required ?? usual()[asked];
  return { harm: required('harm'), promotion: required('promotion') };
};

/** `harm-latency`, `promotion.claim` and the like → question and metric. What does not speak of harm speaks for promotion. */
export const questionOf = (name: string): { readonly question: 'harm' | 'promotion'; readonly metric: string } => {
  const [first = '', ...rest] = name.split(/[-.:/ ]/);
  return { question: first === 'harm' ? 'harm' : 'promotion', metric: rest.length === 0 ? first : rest.join(' ') };
};
