import { Severity } from '../../domain/opportunity.ts';
import type { AlarmTerms, Target } from '../../domain/target.ts';

/** The tag on an alarm that says how bad it is. */
export const SEVERITY_TAG = 'pawl:severity';

/** Words in an alarm's name, as whole words: what teams usually call them. Looked for from the worst on. */
const WORDS: readonly (readonly [Severity, readonly string[]])[] = [
  ['critical', ['critical', 'crit', 'sev0', 'sev1', 'p0', 'p1', 'emergency', 'page', 'pager']],
  ['high', ['high', 'major', 'sev2', 'p2', 'urgent']],
  ['low', ['low', 'minor', 'info', 'sev4', 'sev5', 'p4', 'p5']],
];

/** What the owner says about an alarm; `undefined` when it is not named in the target's settings. */
export const termsOfAlarm = ({ alarms }: Pick<Target, 'alarms'>, name: string): AlarmTerms | undefined => {
  const terms = alarms !== undefined && Object.hasOwn(alarms, name) ? alarms[name] : undefined;
  return typeof terms === 'string' ? { severity: terms } : terms;
};

/**
 * How bad an alarm is: the target's settings, then the tag `pawl:severity`, then the words of its name (`orders-sev1`, `OrdersCritical`,
 * `orders_p2_latency`), else `medium`. A tag that is not a severity counts as none.
 */
export const severityOfAlarm = (target: Pick<Target, 'alarms'>, alarm: { readonly name: string; readonly tags?: Readonly<Record<string, string>> | undefined }): Severity => {
  const tag = Severity.safeParse(alarm.tags?.[SEVERITY_TAG]?.trim().toLowerCase());
  return termsOfAlarm(target, alarm.name)?.severity ?? (tag.success ? tag.data : undefined) ?? severityOfWords(wordsOf(alarm.name));
};

/** The words of a name, however it joins them: `OrdersSev1-latency` is `orders`, `sev1`, `latency`; `sev-1` and `P 1` are one word each. */
const wordsOf = (name: string): ReadonlySet<string> =>
  new Set(
    name
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .replaceAll(/\b(sev|p)[-_ :]?(\d)\b/g, '$1$2')
      .split(/[^a-z0-9]+/),
  );

const severityOfWords = (words: ReadonlySet<string>): Severity => WORDS.find(([, names]) => names.some((name) => words.has(name)))?.[0] ?? 'medium';
