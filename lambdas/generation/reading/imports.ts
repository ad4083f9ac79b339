import type ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';

/** Whether loading one file of the target loads another, through imports, re-exports and `require`. */
export function loads(target: TargetProgram, from: ts.SourceFile, wanted: ts.SourceFile): boolean {
  const seen = new Set<ts.SourceFile>();
  const visit = (source: ts.SourceFile): boolean => {
    if (seen.has(source)) return false;
    seen.add(source);
    return importedBy(target, source).some((next) => next === wanted || visit(next));
  };
  return visit(from);
}

/** The files of the target that a file names; those that exist only as types are not told apart. */
function importedBy(target: TargetProgram, source: ts.SourceFile): ts.SourceFile[] {
  const folder = (target.pathOf(source) ?? '').split('/').slice(0, -1);
  return specifiers(source).flatMap((specifier) => {
    const parts = [...folder];
    for (const part of specifier.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.') parts.push(part);
    }
    const path = parts.join('/');
    const base = path.replace(/\.[cm]?[jt]sx?$/, '');
    const found = target.sources.filter((each) => [path, base, `${path}/index`].includes((target.pathOf(each) ?? '').replace(/\.[cm]?[jt]sx?$/, '')));
    return found;
  });
}

const specifiers = (source: ts.SourceFile): string[] => [...source.text.matchAll(/\b(?:from|import|require)\s*\(?\s*['"](\.[^'"]*)['"]/g)].map((match) => match[1] ?? '');
