import type { Explanation } from '../../../../shared/domain/explanation.ts';

/** Why an opportunity is believed: what was seen, in numbers and places. */
export const Explained = ({ explanation: { headline, facts, sites, believes, next } }: { readonly explanation: Explanation }) => (
  <div class="stack">
    <p>{headline}</p>
    <dl class="facts">{facts.map(([label, value]) => [<dt key={`${label}-label`}>{label}</dt>, <dd key={label}>{value}</dd>])}</dl>
    {sites.map(({ path, line }) => <p key={`${path}:${line}`} class="mono">{path}:{line}</p>)}
    <ul class="stack tight">{believes.map((why) => <li key={why}>{why}</li>)}</ul>
    <p class="quiet">{next}</p>
  </div>
);
