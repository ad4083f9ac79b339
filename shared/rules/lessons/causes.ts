import type { Cause } from '../../domain/cause.ts';
import type { CheckFinding, CheckName, ValidationReport } from '../../domain/check.ts';
import { EXPIRY, type Improvement } from '../../domain/improvement.ts';
import { safeText } from '../firewall/safe-text.ts';
import type { Verdict } from '../judge/verdict.ts';

const MOST_CAUSES = 6;
const MOST_RULE = 60;
const MOST_TEXT = 160;

/** What the gate found, each check and rule once, with one finding as an example. */
export const causesOfReport = ({ checks }: Pick<ValidationReport, 'checks'>): Cause[] =>
  distinct(
    checks
      .filter(({ status }) => status === 'failed')
      .flatMap(({ name, findings }): Cause[] => (findings.length === 0 ? [{ from: 'gate', check: name }] : findings.map((finding) => causeOfFinding(name, finding)))),
  );

/** One finding of a check as a cause; its message, as the telemetry firewall lets it pass, is the example. */
export const causeOfFinding = (check: CheckName, { rule, message }: Pick<CheckFinding, 'rule' | 'message'>): Cause => {
  const named = rule ?? compilerCode(message);
  return { from: 'gate', check, ...(named === undefined ? {} : { rule: plain(named, MOST_RULE) }), example: plain(message, MOST_TEXT) };
};

/** The compiler's own number of what it has to say. */
const compilerCode = (message: string): string | undefined => /\bTS\d{4,5}\b/.exec(message)?.[0];

/** Whether it ended because people were asked and nobody said yes or no: that says nothing about the remedy. */
export const isUnanswered = ({ state, history }: Pick<Improvement, 'state' | 'history'>): boolean => state === 'rejected' && history.findLast((entry) => entry.state === 'rejected')?.by === EXPIRY;

/**
 * Why a settled improvement did not come to stay, as far as that is known: what the gate, the judge or a person had against it. Empty for what
 * was promoted, and for what ended for other reasons (overtaken, no telemetry, taken back by hand): those say nothing about the remedy.
 */
export const causesOfEnding = ({ state, report, history, reason }: Pick<Improvement, 'state' | 'report' | 'history' | 'reason'>, verdict: Pick<Verdict, 'kind' | 'reason'> | undefined): Cause[] => {
  if (state === 'reverted') return [{ from: 'revert' }];
  if (state === 'inconclusive') return verdict === undefined || verdict.reason === 'window-over' ? [{ from: 'judge', measure: 'claim' }] : [];
  if (state === 'rolled-back') return verdict?.kind === 'roll-back' ? MEASURES[verdict.reason].map((measure) => ({ from: 'judge', measure })) : [];
  if (state !== 'rejected' || isUnanswered({ state, history })) return [];
  if (history.findLast((entry) => entry.state === 'rejected')?.by !== 'validation') return [{ from: 'person', ...(reason === undefined ? {} : { words: plain(reason, MOST_TEXT) }) }];
  if (report === undefined) return [];
  return report.passed ? [{ from: 'quality' }] : causesOfReport(report);
};

type Measure = Extract<Cause, { from: 'judge' }>['measure'];

const MEASURES: Readonly<Record<Verdict['reason'], readonly Measure[]>> = {
  'harm-failures': ['failures'], 'flood-of-failures': ['failures'], 'harm-latency': ['latency'], 'harm-together': ['failures', 'latency'],
  'silent-canary': [], 'telemetry-missing': [], 'window-over': [], 'burn-in': [], watching: [], extended: [], proven: [],
};

/** Equal for two causes of a kind, whatever their examples. */
export const causeKey = (cause: Cause): string => {
  if (cause.from === 'gate') return `gate:${cause.check}:${cause.rule ?? ''}`;
  return cause.from === 'judge' ? `judge:${cause.measure}` : cause.from;
};

/** Each kind of cause once, the first of it. */
export const distinct = (causes: readonly Cause[]): Cause[] => [...new Map([...causes].reverse().map((cause) => [causeKey(cause), cause])).values()].reverse().slice(0, MOST_CAUSES);

const plain = (text: string, most: number): string => safeText(text, { most }).text.replaceAll(/\s+/g, ' ').trim();
