import { type LogPattern, type LogPatterns, noHourlyCounts } from '../../../domain/log-patterns.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { redactMessage } from '../../clustering/mask.ts';
import { templateMiner } from '../../clustering/template-miner.ts';
import { addHours, countHour, hourOf, totalOf } from './hourly-counts.ts';
import type { LogLevel } from './log-level.ts';

const MOST_PATTERNS = 60;
const MOST_SAMPLES = { error: 2, warning: 2, info: 1 } as const;
const SAMPLE_LENGTH = 120;
/** Another sample is looked for among the first of each hour only. */
const LOOKED_AT_FOR_SAMPLES = 8;
const MOST_CHARACTERS = 15_000;
const FORGOTTEN_AFTER_MS = 8 * 86_400_000;
const WORSE = { info: 0, warning: 1, error: 2 } as const;

/** Learns the templates of a target's log while a page is folded. */
export type PatternBook = {
  /** `cluster`: the error cluster in which the line counts too. */
  learn(message: string, level: LogLevel, at: number, cluster?: string): void;
  /** Puts what is known back into the state. */
  keep(): void;
};

/**
 * The patterns of a log: how often each of its templates comes, by the hour. At most 60 and 15,000 characters of JSON; the rarest make
 * room, so that a flood of lines that are all different leaves those that come again alone.
 */
export const patternBook = (state: TargetState): PatternBook => {
  const { patterns } = state;
  const miner = templateMiner({ known: { version: 1, templates: patterns.known.map(({ id, form, open }) => ({ id, form, ...(open === undefined ? {} : { open }) })) }, most: MOST_PATTERNS * 2 });
  const known = new Map(patterns.known.map((pattern) => [pattern.id, pattern]));
  // What came once, oldest first: it makes room before anything else, and is found without looking through all.
  const once = new Set(patterns.known.filter(({ hours }) => totalOf(hours) === 1).map(({ id }) => id));

  const forget = (pattern: LogPattern, at: number): void => {
    if (pattern.level !== 'info' && totalOf(pattern.hours) > 1) patterns.crowdedAt = Math.max(patterns.crowdedAt ?? 0, at);
    known.delete(pattern.id);
    once.delete(pattern.id);
    miner.forget(pattern.id);
  };

  /** Templates that turned out to be one are counted as one. */
  const follow = (): void => {
    for (const [id, pattern] of known) {
      const into = miner.resolve(id);
      if (into === id) continue;
      known.delete(id);
      once.delete(id);
      once.delete(into);
      const other = known.get(into);
      if (other === undefined) known.set(into, { ...pattern, id: into });
      else merge(other, pattern);
    }
  };

  return {
    learn(message, level, at, cluster) {
      if (level === 'debug') return;
      if (patterns.since === 0 || at < patterns.since) patterns.since = at;
      const before = miner.size;
      const { id, isNew } = miner.learn(message);
      if (miner.size < before + Number(isNew)) follow();
      const found = known.get(id);
      const pattern = found ?? { id, form: '', level, firstAt: at, lastAt: at, gapMs: 0, hours: noHourlyCounts(), samples: [], ...(cluster === undefined ? {} : { cluster }) };
      if (found === undefined) {
        const [oldest] = once;
        if (known.size >= MOST_PATTERNS) forget((oldest === undefined ? undefined : known.get(oldest)) ?? lightest(known.values(), at), at);
        known.set(id, pattern);
        once.add(id);
      } else once.delete(id);
      // Where nothing was asked in between, nothing could be said.
      if (at > pattern.lastAt && patterns.requests.hour > hourOf(pattern.lastAt)) pattern.gapMs = Math.max(pattern.gapMs, at - pattern.lastAt);
      pattern.firstAt = Math.min(pattern.firstAt, at);
      pattern.lastAt = Math.max(pattern.lastAt, at);
      if (WORSE[level] > WORSE[pattern.level]) pattern.level = level;
      countHour(pattern.hours, at);
      if (found === undefined || pattern.samples.length >= MOST_SAMPLES[pattern.level] || (pattern.hours.counts.at(-1) ?? 0) > LOOKED_AT_FOR_SAMPLES) return;
      const sample = redactMessage(message, SAMPLE_LENGTH);
      if (!pattern.samples.includes(sample)) pattern.samples.push(sample);
    },
    keep() {
      const forms = new Map(miner.keep().templates.map(({ id, form, open }) => [id, { form, open }]));
      patterns.known = [...known.values()].flatMap(({ form: _, open: __, ...pattern }) => {
        const template = forms.get(pattern.id);
        return template === undefined ? [] : [{ ...pattern, form: template.form, ...(template.open === undefined ? {} : { open: template.open }) }];
      });
      bound(patterns);
    },
  };
};

const merge = (into: LogPattern, from: LogPattern): void => {
  into.firstAt = Math.min(into.firstAt, from.firstAt);
  into.lastAt = Math.max(into.lastAt, from.lastAt);
  // Together they were never away for longer than either.
  into.gapMs = Math.min(into.gapMs, from.gapMs);
  if (WORSE[from.level] > WORSE[into.level]) into.level = from.level;
  addHours(into.hours, from.hours);
  into.samples = [...new Set([...into.samples, ...from.samples])].slice(0, MOST_SAMPLES[into.level]);
};

const weightOf = (pattern: LogPattern, at: number): number => (at - pattern.lastAt > FORGOTTEN_AFTER_MS ? 0 : totalOf(pattern.hours) + Math.max(0, ...pattern.hours.days));

const lightest = (patterns: Iterable<LogPattern>, at: number): LogPattern => {
  const weighed = Array.from(patterns, (pattern) => ({ pattern, weight: weightOf(pattern, at) }));
  return weighed.reduce((least, one) => (one.weight < least.weight || (one.weight === least.weight && one.pattern.lastAt < least.pattern.lastAt) ? one : least)).pattern;
};

/** Samples go first, then whole patterns, the rarest first. */
const bound = (patterns: LogPatterns): void => {
  let length = JSON.stringify(patterns.known).length;
  if (length <= MOST_CHARACTERS) return;
  const latest = patterns.known.reduce((max, { lastAt }) => Math.max(max, lastAt), 0);
  const byWeight = [...patterns.known].sort((a, b) => weightOf(a, latest) - weightOf(b, latest) || a.lastAt - b.lastAt);
  for (const pattern of byWeight) {
    if (length <= MOST_CHARACTERS) break;
    length -= JSON.stringify(pattern.samples).length;
    pattern.samples = [];
  }
  for (const pattern of byWeight) {
    if (length <= MOST_CHARACTERS) break;
    length -= JSON.stringify(pattern).length;
    patterns.known = patterns.known.filter((other) => other !== pattern);
  }
};
