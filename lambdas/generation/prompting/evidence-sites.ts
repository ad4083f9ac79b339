import type { CodeSite } from '../../../shared/domain/code-site.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';

/** One way through the code that the evidence names: frames innermost first, and what share of the trouble goes that way (0–1). */
export type NamedFrames = { readonly sites: readonly CodeSite[]; readonly share: number };

/** The frames of an opportunity's evidence, the way with the most time first. Empty where the evidence names no place. */
export function evidenceSites(evidence: Evidence): NamedFrames[] {
  if (evidence.kind === 'sequential-waits') {
    const most = Math.max(1, ...evidence.calls.map(({ msPerRequest }) => msPerRequest));
    return evidence.calls.map(({ sites, msPerRequest }) => ({ sites, share: msPerRequest / most })).filter(({ sites }) => sites.length > 0).sort((a, b) => b.share - a.share);
  }
  if (evidence.kind === 'calls') return framed(evidence.call.sites);
  return 'sites' in evidence ? framed(evidence.sites) : [];
}

const framed = (sites: readonly CodeSite[]): NamedFrames[] => (sites.length === 0 ? [] : [{ sites, share: 1 }]);

/** What evidence without frames says that can be looked for in string literals: a route, a cache's name, the fixed pieces of a log template. Longest first. */
export function evidencePhrases(evidence: Evidence): string[] {
  const text =
    evidence.kind === 'growth' ? (evidence.route ?? '').replace(/^[A-Z]+\s+/, '') : evidence.kind === 'cache' ? evidence.cache : evidence.kind === 'log-pattern' || evidence.kind === 'errors' ? evidence.template : '';
  return text.split(/<\*>|<[a-z]+>|\{[^}]*\}|[\n"'`]/).map((piece) => piece.trim()).filter((piece) => /[a-z]{3}/i.test(piece)).sort((a, b) => b.length - a.length).slice(0, 6);
}
