import { posix } from 'node:path';
import type { Language } from '../../shared/ports/exercise.ts';
import type { CandidateCase } from './candidate-case.ts';
import { linkScripts } from './link-script.ts';

export type PlacedTests = { readonly files: ReadonlyMap<string, string>; readonly tests: readonly string[] };

/** How a test of a language gets at the code that it tests. One that does not was written as the tail of it. */
const REACHES: Readonly<Record<Language, (test: string, paths: readonly string[]) => boolean>> = {
  javascript: (test) => reachesByPath(test),
  typescript: (test) => reachesByPath(test),
  python: (test, paths) => paths.some((path) => new RegExp(`^\\s*(?:from|import)\\s+(?:\\w+\\.)*${escaped(stem(path))}\\b`, 'm').test(test)) || /\bimportlib\b|\bopen\s*\(/.test(test),
  java: () => true,
  go: (test) => /^\s*package\s+\w+/m.test(test),
  rust: (test) => /^\s*(?:pub\s+)?mod\s+\w+\s*;|^\s*use\s+(?!super\b|std\b|core\b|alloc\b)\w+/m.test(test),
  php: (test) => /\b(?:require|include)(?:_once)?\b/.test(test),
  ruby: (test) => /\b(?:require_relative|load)\b|\brequire\s*\(?\s*['"]\.{1,2}\//.test(test),
};

const reachesByPath = (test: string): boolean => /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"`](?:\.{1,2}\/|\/|#)/.test(test) || /\breadFile(?:Sync)?\s*\(|\bcreateRequire\b/.test(test);

/** Python wants what it imports from `__future__` before all other statements. */
function belowFutures(test: string, lines: string): string {
  const last = [...test.matchAll(/^from __future__ import [^\n]*\n/gm)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length;
  return test.slice(0, at) + lines + test.slice(at);
}

const escaped = (name: string): string => name.replaceAll(/[^\w]/g, (sign) => `\\${sign}`);

const stem = (path: string): string => posix.basename(path).replace(/\.\w+$/, '');

const SOURCES = { javascript: /\.[cm]?jsx?$/, typescript: /\.[cm]?[jt]sx?$/, python: /\.py$/, java: /\.java$/, go: /\.go$/, rust: /\.rs$/, php: /\.php$/, ruby: /\.rb$/ } as const satisfies Record<Language, RegExp>;

/**
 * Puts candidate and tests among the files. A test that reaches for no file was written to stand below the candidate, as benchmarks
 * have it (program = code + "\n" + test): it is linked to the candidate's files instead, so that they stay modules of their own.
 * Only a Rust test, which may see what is private, really is put below. A test's text has the last word on its path.
 */
export function placeTests({ language, files, candidate, tests }: CandidateCase): PlacedTests {
  const placed = new Map([...files, ...candidate]);
  const isModule = /"type"\s*:\s*"module"/.test(placed.get('package.json') ?? '');
  const all = [...placed.keys()];
  const sources = [...candidate].flatMap(([path, text]) => (SOURCES[language].test(path) && !tests.has(path) ? [{ path, text }] : []));
  const paths = [...tests].map(([path, text]): string => {
    if (sources.length === 0 || REACHES[language](text, all)) placed.set(path, text);
    else return linkTail({ path, text });
    return path;
  });
  return { files: placed, tests: paths };

  function linkTail(test: { readonly path: string; readonly text: string }): string {
    const [first = test] = sources;
    const relative = (path: string): string => posix.relative(posix.dirname(test.path), path);
    switch (language) {
      case 'javascript':
      case 'typescript': {
        const linked = linkScripts(test, sources.map(({ path }) => ({ path, text: placed.get(path) ?? '' })), isModule);
        for (const { path, text } of linked.candidates) placed.set(path, text);
        placed.set(test.path, linked.test);
        return test.path;
      }
      case 'python': placed.set(test.path, belowFutures(test.text, sources.map(({ path }, index) => `import ${path.replace(/\.py$/, '').replaceAll('/', '.')} as _candidate${index}; globals().update({name: value for name, value in vars(_candidate${index}).items() if not name.startswith('__')})\n`).join(''))); return test.path;
      case 'php': placed.set(test.path, `<?php ${sources.map(({ path }) => `require_once __DIR__ . ${JSON.stringify(`/${relative(path)}`)}; `).join('')}${test.text.replace(/^\s*<\?php/, '')}`); return test.path;
      case 'ruby': placed.set(test.path, `${sources.map(({ path }) => `require_relative ${JSON.stringify(relative(path))}; `).join('')}${test.text}`); return test.path;
      case 'go': placed.set(test.path, `package ${/^\s*package\s+(\w+)/m.exec(first.text)?.[1] ?? 'main'}; ${test.text}`); return test.path;
      case 'rust': placed.set(test.path, `${sources.map(({ text }) => text).join('\n')}\n${test.text}`); return test.path;
      case 'java': placed.set(test.path, test.text); return test.path;
      default: return language satisfies never;
    }
  }
}
