/** How the document looks: readable in light and dark, on a phone and on paper. */
export const docsStyle = `:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --muted: #5b6470; --line: #d9dee4; --accent: #0b5cad; --code: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #14171b; --muted: #9aa4b0; --line: #2c333b; --accent: #6db3ff; --code: #1c2127; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
h1 { margin: 0 0 .5rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
nav ul { columns: 16rem; padding: 0; list-style: none; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; } summary { cursor: pointer; padding: .6rem .8rem; } details[open] > summary { border-bottom: 1px solid var(--line); }
details > div { padding: .2rem .8rem .8rem; overflow-x: auto; }
summary b { display: inline-block; min-width: 3.2rem; } summary code { font-weight: 600; } summary span { color: var(--muted); margin-left: .5rem; }
code, pre { font: 14px/1.45 ui-monospace, monospace; } pre { background: var(--code); padding: .7rem; border-radius: 6px; overflow-x: auto; max-height: 30rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
