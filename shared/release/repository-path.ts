import type { Target } from '../domain/target.ts';
import type { SourceTree } from '../ports/source-repository.ts';

/** A path of the service as a path of its repository. */
export const inRepository = ({ repository: { directory } }: Target, path: string): string => (directory === '.' ? path : `${directory}/${path}`);

/** The part of a repository's tree that is the service, with paths relative to it. */
export const serviceTree = ({ repository: { directory } }: Target, tree: SourceTree): SourceTree => {
  if (directory === '.') return tree;
  const prefix = `${directory}/`;
  const inside = [...tree.files].filter(([path]) => path.startsWith(prefix)).map(([path, text]) => [path.slice(prefix.length), text] as const);
  return { ...tree, files: new Map(inside), skipped: tree.skipped.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)) };
};
