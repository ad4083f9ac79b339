import type { FileChange } from '../../../shared/domain/remedy.ts';
import type { Files } from '../../../shared/rules/gate/apply-patch.ts';
import { isTestPath } from '../../../shared/rules/gate/source-path.ts';
import { importGraph } from '../prompting/import-graph.ts';

/** About 6,000 tokens. */
const MOST_CHARACTERS = 20_000;

/** The files that import what a change changes, and are not changed themselves: the shortest first, whole, as far as there is room, no tests. */
export function callersOf(changes: readonly FileChange[], files: Files): { readonly path: string; readonly text: string }[] {
  const { importers } = importGraph(files);
  const changed = new Set(changes.map(({ path }) => path));
  const paths = new Set(changes.flatMap(({ path }) => importers(path)).filter((path) => !changed.has(path) && !isTestPath(path)));
  const callers = [...paths].map((path) => ({ path, text: files.get(path) ?? '' })).toSorted((a, b) => a.text.length - b.text.length || (a.path < b.path ? -1 : 1));
  let room = MOST_CHARACTERS;
  return callers.filter(({ text }) => (room -= text.length) >= 0);
}
