import ts from 'typescript';
import type { TargetProgram } from './target-program.ts';

/** Compiler messages about packages that are not installed where the recipes run say nothing about the change. */
const MISSING_PACKAGE_CODES = new Set([2307, 2580, 2582, 2591, 2593, 7016]);

/**
 * What the compiler says of the changed program and did not say before, as sentences with their place.
 * Compared by file, code and message, so that moved lines do not count as new. `paths`: only these files are asked about, where all would take too long.
 */
export function newProblems(before: TargetProgram, after: TargetProgram, paths?: ReadonlySet<string>): string[] {
  const now = problems(after, paths);
  if (now.length === 0) return [];
  const known = new Map<string, number>();
  for (const { key } of problems(before, paths)) known.set(key, (known.get(key) ?? 0) + 1);
  return now.flatMap(({ key, sentence }) => {
    const left = known.get(key) ?? 0;
    if (left === 0) return [sentence];
    known.set(key, left - 1);
    return [];
  });
}

function problems(target: TargetProgram, paths: ReadonlySet<string> | undefined): { key: string; sentence: string }[] {
  return target.sources.flatMap((source) => {
    const path = target.pathOf(source) ?? source.fileName;
    if (paths?.has(path) === false) return [];
    return [...target.program.getSyntacticDiagnostics(source), ...target.program.getSemanticDiagnostics(source)]
      .flatMap((diagnostic) => {
        const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
        if (MISSING_PACKAGE_CODES.has(diagnostic.code) && !/'\.{1,2}\//.test(message)) return [];
        const line = diagnostic.start === undefined ? 1 : source.getLineAndCharacterOfPosition(diagnostic.start).line + 1;
        return [{ key: `${path}|${diagnostic.code}|${message}`, sentence: `${path}:${line} ${message}` }];
      });
  });
}
