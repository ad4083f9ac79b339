import ts from 'typescript';

/** For each line (from 1) with something to run: the offset of the first of it. Types, imports, headers and brackets are nothing to run. */
export function executableLines(path: string, text: string): Map<number, number> {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const lines = new Map<number, number>();
  const mark = (node: ts.Node) => {
    const offset = node.getStart(source);
    const line = source.getLineAndCharacterOfPosition(offset).line + 1;
    const known = lines.get(line);
    if (known === undefined || offset < known) lines.set(line, offset);
  };
  const visit = (node: ts.Node): void => {
    if (isErased(node)) return;
    if (ts.isFunctionLike(node)) {
      for (const parameter of node.parameters) if (parameter.initializer !== undefined) visit(parameter.initializer);
      if ('body' in node && node.body !== undefined) visit(node.body);
      return;
    }
    if (ts.isClassLike(node)) {
      node.members.forEach(visit);
      return;
    }
    if (ts.isPropertyDeclaration(node)) {
      if (node.initializer !== undefined) visit(node.initializer);
      return;
    }
    const isLeaf = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateHead(node)
      || node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword || node.kind === ts.SyntaxKind.TrueKeyword
      || node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword;
    const isStep = ts.isStatement(node) && !ts.isBlock(node) && !ts.isTryStatement(node) && !ts.isEmptyStatement(node);
    if (isLeaf || isStep) mark(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return lines;
}

const isErased = (node: ts.Node): boolean =>
  ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
  || ts.isImportEqualsDeclaration(node) || (ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword));
