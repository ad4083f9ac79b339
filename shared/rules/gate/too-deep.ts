import ts from 'typescript';

/** Code that people wrote stays far below; what walks over a tree, here and in the gate, goes down thousands of levels before its stack is full. */
const MOST_LEVELS = 500;

/**
 * Whether a text nests so deeply, in brackets, sums, chains or branches, that reading it could fill the stack or take minutes. `false` for what is no
 * code of ours.
 */
export const isTooDeep = (path: string, text: string): boolean => {
  if (!/\.[cm]?[jt]sx?$/.test(path)) return false;
  try {
    return levels(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false)) > MOST_LEVELS;
  } catch (error) {
    // The parser itself goes down level by level.
    if (error instanceof RangeError) return true;
    throw error;
  }
};

const levels = (root: ts.Node): number => {
  let deepest = 0;
  const open: { readonly node: ts.Node; readonly level: number }[] = [{ node: root, level: 0 }];
  for (let next = open.pop(); next !== undefined && deepest <= MOST_LEVELS; next = open.pop()) {
    const { level } = next;
    deepest = Math.max(deepest, level);
    ts.forEachChild(next.node, (node) => void open.push({ node, level: level + 1 }));
  }
  return deepest;
};
