import type { CodeSite } from '../../domain/code-site.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { ExplainedSite } from '../../domain/explanation.ts';
import { cleanText } from './clean-text.ts';

const AROUND = 3;
const MOST_SITES = 3;
const LONGEST_LINE = 160;

/** Text of a file of the service as it serves, by its path; `undefined` when it is not at hand. */
export type SourceText = (path: string) => string | undefined;

/** The places that an evidence names, innermost first. */
export const sitesOf = (evidence: Evidence): readonly CodeSite[] => {
  if (evidence.kind === 'calls') return evidence.call.sites;
  if (evidence.kind === 'sequential-waits') return evidence.calls.flatMap(({ sites }) => sites.slice(0, 1));
  return 'sites' in evidence ? evidence.sites : [];
};

/** At most three places, each with three lines of source before and after where the source is at hand. */
export const explainedSites = (evidence: Evidence, sourceOf: SourceText): ExplainedSite[] =>
  sitesOf(evidence)
    .slice(0, MOST_SITES)
    .map(({ path, line, column, functionName }) => {
      const source = excerpt(sourceOf(path), line);
      return { path: cleanText(path, 200), line, column, ...(functionName === undefined ? {} : { functionName: cleanText(functionName, 120) }), ...(source === undefined ? {} : { source }) };
    });

const excerpt = (text: string | undefined, line: number): ExplainedSite['source'] => {
  const lines = text?.split('\n');
  if (lines === undefined || line > lines.length) return undefined;
  const from = Math.max(1, line - AROUND);
  const shown = lines.slice(from - 1, line + AROUND).map((one) => one.replaceAll('\t', '  ').trimEnd());
  const indent = Math.min(...shown.filter((one) => one !== '').map((one) => one.length - one.trimStart().length));
  return { from, lines: shown.map((one) => cleanText(one.slice(Number.isFinite(indent) ? indent : 0), LONGEST_LINE)) };
};
