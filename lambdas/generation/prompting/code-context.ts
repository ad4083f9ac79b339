import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { Target } from '../../../shared/domain/target.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import { excerptOf } from './excerpt.ts';
import { importGraph } from './import-graph.ts';
import { relatedCode, type RelatedFile } from './related-code.ts';
import { startingPoints } from './starting-points.ts';
import { tokenCount } from './token-count.ts';

/** A file as the model sees it. `whole: false`: in part, so it can only be changed by a diff. */
export type ShownFile = { readonly path: string; readonly text: string; readonly whole: boolean; readonly role: 'code' | 'test' };

export type CodeContext = {
  /** The nearest to the trouble first, then tests. */
  readonly files: readonly ShownFile[];
  /** Files in which the evidence's frames, or the handler, are. */
  readonly at: readonly string[];
  /** Related files for which there was no room. */
  readonly leftOut: readonly string[];
};

/** Longer files are shown in part, unless the trouble itself is in most of them. */
const WHOLE_LINES = 220;
/** Tests get at most this share of the room: they show how the code is used and how tests are written here. */
const TEST_SHARE = 0.25;
const MOST_TESTS = 3;

/**
 * The code that a model needs for an opportunity, found by following calls, imports and types from the evidence's frames, ranked by nearness and share of
 * time, within `tokens`: small files whole, of long ones the functions needed and the signatures of the rest; tests that import what is shown.
 */
export function codeContext(program: TargetProgram, opportunity: Pick<Opportunity, 'evidence'>, target: Pick<Target, 'entry' | 'handlerExport'>, { tokens }: { readonly tokens: number }): CodeContext {
  const graph = importGraph(program.files);
  const points = startingPoints(program, opportunity, target);
  const related = relatedCode(program, points, graph);
  const at = [...new Set(points.flatMap(({ source }) => program.pathOf(source) ?? []))];
  const code = fill(related, tokens * (1 - TEST_SHARE), (file, room) => shown(program, file, room));
  const paths = new Set(code.files.map(({ path }) => path));
  const tests = [...at, ...paths].flatMap((path) => graph.importers(path)).filter(isTestPath);
  const ranked = [...new Set(tests)].map((path): RelatedFile => ({ path, score: 0, needed: new Set() })).slice(0, MOST_TESTS);
  const used = code.files.reduce((sum, { text }) => sum + tokenCount(text), 0);
  const tested = fill(ranked, tokens - used, (file, room) => shown(program, file, room));
  return { files: [...code.files, ...tested.files], at, leftOut: code.leftOut };
}

function fill(candidates: readonly RelatedFile[], tokens: number, show: (file: RelatedFile, room: number) => ShownFile | undefined): { files: ShownFile[]; leftOut: string[] } {
  const files: ShownFile[] = [];
  const leftOut: string[] = [];
  let room = tokens;
  for (const candidate of candidates) {
    const file = show(candidate, room);
    if (file === undefined) leftOut.push(candidate.path);
    else {
      files.push(file);
      room -= tokenCount(file.text);
    }
  }
  return { files, leftOut };
}

/** Whole, else in part, else not at all. */
function shown(program: TargetProgram, { path, needed }: RelatedFile, room: number): ShownFile | undefined {
  const source = program.sourceFile(path);
  const text = program.files.get(path);
  if (source === undefined || text === undefined) return undefined;
  const role = isTestPath(path) ? 'test' : 'code';
  const neededLines = [...needed].reduce((sum, node) => sum + node.getText(source).split('\n').length, 0);
  const lines = source.getLineStarts().length;
  if ((lines <= WHOLE_LINES || neededLines > lines * 0.6) && tokenCount(text) <= room) return { path, text, whole: true, role };
  const parts = [excerptOf(source, needed), ...(needed.size === 0 ? [] : [excerptOf(source, needed, { onlyNeeded: true })])];
  const part = parts.find((each) => tokenCount(each) <= room);
  return part === undefined ? undefined : { path, text: part, whole: false, role };
}
