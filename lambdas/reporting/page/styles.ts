/** The page's whole style: light and dark by the reader's setting, one column on a phone, plain black on white on paper. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --card: #ffffff; --ink: #1d2126; --muted: #5d6670; --line: #d9d5cd; --grid: #ece9e3; --code: #f5f3ef;
  --stable: #2f6db5; --candidate: #c05a00; --keep: #17734a; --back: #b3261e; --doubt: #8a6100;
  --keep-soft: #e3f3ea; --back-soft: #fbe7e5; --doubt-soft: #fbf0d5; --plain-soft: #eeece7;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1b1f23; --ink: #e8e6e1; --muted: #a3abb3; --line: #363c43; --grid: #282d33; --code: #16191d;
    --stable: #7cb3f2; --candidate: #f79a4b; --keep: #5cc993; --back: #ff8a80; --doubt: #e6b84f;
    --keep-soft: #173325; --back-soft: #3d1f1d; --doubt-soft: #35290f; --plain-soft: #262b30;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
main, body > header, body > footer { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
body > header { padding-top: 2.5rem; }
body > footer { padding-bottom: 3rem; color: var(--muted); font-size: .875rem; }
.brand { display: flex; align-items: center; gap: .5rem; margin: 0; color: var(--muted); font-size: .9375rem; }
.brand svg { width: 1.375rem; height: 1.375rem; fill: none; stroke: var(--candidate); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.brand b { color: var(--ink); }
h1 { font-size: clamp(1.5rem, 5vw, 2.125rem); line-height: 1.2; letter-spacing: -.015em; margin: .75rem 0 .5rem; text-wrap: balance; }
h2 { font-size: 1.25rem; margin: 3rem 0 .75rem; letter-spacing: -.01em; }
h3 { font-size: 1.1875rem; line-height: 1.35; margin: .5rem 0 .25rem; }
h4 { font-size: .9375rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; }
.muted, small, .caption { color: var(--muted); }
small { font-size: .8125rem; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: .2em; }
code { font-family: var(--mono); font-size: .875em; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; padding: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .625rem; padding: .75rem 1rem; }
.tiles dt { color: var(--muted); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.625rem; line-height: 1.3; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles dd small { display: block; font-weight: 400; color: var(--muted); }
.tiles .gain { grid-column: span 2; }
.tiles .keep dd, .passed, .plus { color: var(--keep); }
.tiles .back dd, .failed, .minus { color: var(--back); }
.card { background: var(--card); border: 1px solid var(--line); border-top: 3px solid var(--line); border-radius: .625rem; padding: 1.25rem 1.5rem 1.5rem; margin: 1.25rem 0; }
.card.keep { border-top-color: var(--keep); } .card.back { border-top-color: var(--back); } .card.doubt { border-top-color: var(--doubt); }
.card > header p { margin: 0; }
.badge { display: inline-block; border-radius: 1rem; padding: .0625rem .6875rem; font-size: .8125rem; font-weight: 600; background: var(--plain-soft); }
.badge.keep { background: var(--keep-soft); color: var(--keep); } .badge.back { background: var(--back-soft); color: var(--back); } .badge.doubt { background: var(--doubt-soft); color: var(--doubt); }
.verdict { border-left: 3px solid var(--line); padding-left: .875rem; margin: 1rem 0; }
.keep > .verdict { border-color: var(--keep); } .back > .verdict { border-color: var(--back); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.45; overflow-wrap: normal; }
.caption { text-align: left; font-size: .875rem; margin: .75rem 0 .25rem; }
th, td { text-align: left; vertical-align: top; padding: .4375rem .875rem .4375rem 0; border-bottom: 1px solid var(--grid); font-weight: 400; }
thead > tr > * { color: var(--muted); font-size: .8125rem; border-color: var(--line); white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
td:last-child, th:last-child { padding-right: 0; }
td ul { margin: .25rem 0 0; padding-left: 1.125rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.strong { font-weight: 650; }
.nowrap { white-space: nowrap; }
.outcome td small { white-space: nowrap; }
.wide-cell { width: 30%; }
.facts { margin: .5rem 0; display: grid; gap: 0; }
.facts div { display: grid; grid-template-columns: 11rem 1fr; gap: .875rem; padding: .3125rem 0; border-bottom: 1px solid var(--grid); }
.facts div:last-child { border: 0; }
.facts dt { color: var(--muted); } .facts dd { margin: 0; font-variant-numeric: tabular-nums; }
details { margin: .5rem 0; }
summary { cursor: pointer; padding: .25rem 0; }
.file { border: 1px solid var(--line); border-radius: .5rem; overflow: hidden; }
.file summary { padding: .4375rem .75rem; background: var(--code); font-size: .9375rem; }
.diff { margin: 0; padding: .5rem 0; overflow-x: auto; background: var(--card); font: .8125rem/1.5 var(--mono); border-top: 1px solid var(--line); tab-size: 2; overflow-wrap: normal; }
.diff code { display: block; width: max-content; min-width: 100%; font-size: inherit; }
.diff span { display: block; padding: 0 .75rem; white-space: pre; }
.diff .added { background: var(--keep-soft); } .diff .removed { background: var(--back-soft); } .diff .hunk { color: var(--muted); padding-top: .375rem; }
.explained { margin: .5rem 0; background: var(--card); } .explained summary { overflow-wrap: anywhere; } .explained .inside { padding: .25rem .875rem 1rem; }
.explained summary strong { font-variant-numeric: tabular-nums; margin: 0 .375rem; }
.priority { display: inline-block; min-width: 4.25rem; color: var(--muted); font-size: .8125rem; } .priority.critical { color: var(--back); } .priority.high { color: var(--doubt); }
.explained .source { border: 1px solid var(--line); border-radius: .375rem; } .explained .source .here { background: var(--doubt-soft); }
.samples { padding-left: 1.125rem; } .samples code { overflow-wrap: anywhere; } .bar.calls { width: 100%; min-width: 6rem; } .bar.concerned .fill { fill: var(--candidate); }
figure { margin: .5rem 0 0; }
figure svg { display: block; height: auto; width: 100%; }
.key { display: flex; flex-wrap: wrap; gap: .125rem 1.125rem; margin: 0 0 .75rem; padding: 0; list-style: none; font-size: .875rem; }
.key svg { display: inline; width: 26px; height: 8px; vertical-align: .0625rem; }
.narrow { display: none; }
.moments { margin: .75rem 0 0; padding-left: 1.5rem; font-size: .9375rem; }
.moments time { color: var(--muted); font-variant-numeric: tabular-nums; display: inline-block; min-width: 3.25rem; }
.bar { width: 6rem; height: .375rem; vertical-align: .125rem; }
.bar .track { fill: var(--grid); } .bar .fill { fill: var(--stable); } .bar.back .fill { fill: var(--back); } .bar.keep .fill { fill: var(--keep); }
.lessons { padding-left: 1.125rem; } .lessons li { margin: .5rem 0; } .lessons a { text-decoration: none; font-weight: 600; }
.lessons a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--stable); outline-offset: 2px; }
@media (max-width: 46rem) {
  main, body > header, body > footer { padding-left: 1rem; padding-right: 1rem; }
  .card { padding: 1rem; }
  .facts div { grid-template-columns: 1fr; gap: 0; }
  .explained td small { white-space: normal; }
  .wide { display: none; } .narrow { display: block; }
  .tiles { grid-template-columns: 1fr 1fr; }
  th, td { padding-right: .625rem; }
  .outcome { font-size: .875rem; } .outcome th { white-space: normal; } .outcome td small { display: block; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #bbb; --grid: #ddd; --code: #f6f6f6; --stable: #2f6db5; --candidate: #c05a00; --keep: #17734a; --back: #b3261e; --doubt: #8a6100; --keep-soft: #e3f3ea; --back-soft: #fbe7e5; --doubt-soft: #fbf0d5; --plain-soft: #eee; }
  body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, body > header, body > footer { max-width: none; padding: 0; }
  figure, tr, .tiles, .verdict { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
  .wide { display: block; } .narrow { display: none; }
  .diff code { width: auto; } .diff span { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
