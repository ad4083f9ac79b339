import ts from 'typescript';

/** What the judge of JavaScript puts on `globalThis` takes a promise that a test starts and goes on without. A process that the test starts has no judge. */
const WATCH = 'void (globalThis.pawlWatch ?? ((line, chained, it) => it))';

/**
 * The test with every promise that its statements start, and nobody awaits, handed to the judge: one that never settles means that what
 * waits for it never ran, though the process ends with 0. Lines keep their numbers.
 */
export function watchPromises(path: string, text: string): string {
  if (!/\basync\b|\.then\b|\bPromise\b/.test(text)) return text;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const edits: { readonly at: number; readonly words: string }[] = [];
  const visit = (node: ts.Node): void => {
    const started = ts.isExpressionStatement(node) ? startedBy(node.expression) : undefined;
    if (started !== undefined) {
      const line = source.getLineAndCharacterOfPosition(started.getStart(source)).line + 1;
      edits.push({ at: started.getStart(source), words: `${WATCH}(${line}, ${isChained(started)}, ` }, { at: started.end, words: ')' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edits.toSorted((a, b) => b.at - a.at).reduce((whole, { at, words }) => whole.slice(0, at) + words + whole.slice(at), text);
}

function startedBy(expression: ts.Expression): ts.CallExpression | undefined {
  if (ts.isParenthesizedExpression(expression) || ts.isVoidExpression(expression)) return startedBy(expression.expression);
  if (!ts.isCallExpression(expression)) return undefined;
  return expression.expression.kind === ts.SyntaxKind.SuperKeyword ? undefined : expression;
}

/** `f().then((value) => …)`: whatever `f` gives, the test means a promise. */
const isChained = ({ expression, arguments: given }: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(expression) && expression.name.text === 'then' && given[0] !== undefined && ts.isFunctionLike(given[0]);
