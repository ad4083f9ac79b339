import ts from 'typescript';

/** One declared name of a file. */
export type Binding = { readonly name: string; readonly declaration: ts.Node };

export type Scopes = {
  /** What an identifier means; undefined for what the file does not declare. */
  resolve(identifier: ts.Identifier): Binding | undefined;
};

/** Which declaration each name of a file means, by the language's rules of blocks, functions and hoisting. */
export function scopesOf(source: ts.SourceFile): Scopes {
  const scopes = new Map<ts.Node, Map<string, Binding>>();
  const declare = (scope: ts.Node, name: ts.BindingName, declaration: ts.Node): void => {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) declare(scope, element.name, element);
      return;
    }
    const names = scopes.get(scope) ?? new Map<string, Binding>();
    scopes.set(scope, names);
    if (!names.has(name.text)) names.set(name.text, { name: name.text, declaration });
  };
  const stack: ts.Node[] = [source];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (ts.isVariableDeclaration(node)) declare(ts.isVariableDeclarationList(node.parent) && (node.parent.flags & ts.NodeFlags.BlockScoped) === 0 ? functionAround(node) : blockAround(node.parent), node.name, node);
    else if (ts.isParameter(node)) declare(node.parent, node.name, node);
    else if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name !== undefined) declare(blockAround(node.parent), node.name, node);
    else if ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name !== undefined) declare(node, node.name, node);
    else if (ts.isImportClause(node) && node.name !== undefined) declare(source, node.name, node);
    else if (ts.isNamespaceImport(node) || ts.isImportSpecifier(node)) declare(source, node.name, node);
    else if (ts.isImportEqualsDeclaration(node)) declare(source, node.name, node);
    ts.forEachChild(node, (child) => void stack.push(child));
  }
  const known = new Map<ts.Identifier, Binding | undefined>();
  return {
    resolve(identifier) {
      if (known.has(identifier)) return known.get(identifier);
      let found: Binding | undefined;
      for (let node: ts.Node | undefined = identifier; node !== undefined && found === undefined; node = node.parent) found = scopes.get(node)?.get(identifier.text);
      known.set(identifier, found);
      return found;
    },
  };
}

const isFunctionScope = (node: ts.Node): boolean => ts.isFunctionLike(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node);

function functionAround(node: ts.Node): ts.Node {
  let around = node;
  while (!isFunctionScope(around)) around = around.parent;
  return around;
}

function blockAround(node: ts.Node): ts.Node {
  let around = node;
  while (!isFunctionScope(around) && !ts.isBlock(around) && !ts.isCaseBlock(around) && !ts.isIterationStatement(around, false) && !ts.isCatchClause(around)) around = around.parent;
  return around;
}
