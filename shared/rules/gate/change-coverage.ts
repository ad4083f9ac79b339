import type { CheckFinding } from '../../domain/check.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { changedLines } from './changed-lines.ts';
import { isCodePath, isTestPath } from './source-path.ts';

export type MeasuredCoverage = ReadonlyMap<string, { readonly covered: ReadonlySet<number>; readonly executable: ReadonlySet<number> }>;

/** More than this share of the changed lines must run in the tests (required: "> 80 %"). */
export const REQUIRED_COVERAGE = 0.8;

export type ChangeCoverage = {
  /** Covered ÷ executable over the changed lines; `undefined` when none of them can run, or nothing was measured. */
  readonly share: number | undefined;
  readonly executable: number;
  readonly measured: boolean;
  readonly findings: readonly CheckFinding[];
};

/** How much of what was changed ran in the tests. A changed file that no test loads has no covered line; tests themselves do not count. */
export function coverageOfChange(files: readonly FileChange[], coverage: MeasuredCoverage): ChangeCoverage {
  const measured = coverage.size > 0;
  let covered = 0;
  let executable = 0;
  const uncovered: CheckFinding[] = [];
  for (const file of files) {
    if (file.after === null || !isCodePath(file.path) || isTestPath(file.path)) continue;
    const lines = coverage.get(file.path);
    const changed = [...changedLines(file).added].filter((line) => lines === undefined || lines.executable.has(line));
    if (lines === undefined && !measured) continue;
    const open = changed.filter((line) => lines?.covered.has(line) !== true);
    executable += changed.length;
    covered += changed.length - open.length;
    const [line] = open;
    if (line !== undefined) uncovered.push({ message: `${file.path}: no test runs ${open.length === 1 ? `line ${line}` : `lines ${ranges(open)}`}.`, advice: 'Add a test that runs them.', path: file.path, line });
  }
  const share = executable === 0 ? undefined : covered / executable;
  return { share, executable, measured, findings: share !== undefined && share <= REQUIRED_COVERAGE ? uncovered : [] };
}

/** `3-5, 9` for 3, 4, 5, 9. */
function ranges(lines: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else parts.push([line, line]);
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ');
}
