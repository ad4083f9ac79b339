import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';

/** Another function from where the called one comes: same object, class, module or destructured parameter. */
export type SiblingFunction = { readonly name: string; readonly text: string; readonly type: ts.Type; readonly alsoBind: ts.NamedImports | ts.ObjectBindingPattern | undefined };

/** Every function that could be called where `call` is, from the same source as its callee. */
export function siblingsOf(target: TargetProgram, call: ts.CallExpression): SiblingFunction[] {
  const { checker } = target;
  const callee = call.expression;
  if (ts.isPropertyAccessExpression(callee)) {
    const owner = callee.expression;
    return propertiesOf(target, checker.getTypeAtLocation(owner), call, (name) => `${owner.getText()}.${name}`, callee.name.text, undefined);
  }
  if (!ts.isIdentifier(callee)) return [];
  const local = checker.getSymbolAtLocation(callee)?.declarations?.[0];
  if (local && ts.isImportSpecifier(local)) return exportsBeside(target, callee, call, local.parent);
  if (local && ts.isBindingElement(local) && ts.isObjectBindingPattern(local.parent)) {
    const pattern = local.parent;
    const owner = checker.getTypeAtLocation((ts.isBindingElement(pattern.parent) ? undefined : (pattern.parent.initializer ?? pattern.parent.type)) ?? pattern.parent);
    return propertiesOf(target, owner, call, (name) => name, (local.propertyName ?? local.name).getText(), pattern);
  }
  return local && local.getSourceFile() === call.getSourceFile() ? functionsOfFile(target, call, callee.text) : [];
}

function propertiesOf(target: TargetProgram, type: ts.Type, at: ts.Node, text: (name: string) => string, except: string, pattern: ts.ObjectBindingPattern | undefined): SiblingFunction[] {
  return type.getProperties().flatMap((property) => {
    const name = property.getName();
    if (name === except || !/^[A-Za-z_$][\w$]*$/.test(name)) return [];
    const bound = pattern?.elements.find((element) => (element.propertyName ?? element.name).getText() === name);
    return [{ name, text: bound ? bound.name.getText() : text(name), type: target.checker.getTypeOfSymbolAtLocation(property, at), alsoBind: bound ? undefined : pattern }];
  });
}

function exportsBeside(target: TargetProgram, callee: ts.Identifier, at: ts.Node, imports: ts.NamedImports): SiblingFunction[] {
  const { checker } = target;
  const module = checker.getSymbolAtLocation(imports.parent.parent.moduleSpecifier);
  const single = symbolOf(target, callee);
  return (module ? checker.getExportsOfModule(module) : []).flatMap((exported) => {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(exported) : exported;
    if (symbol === single || (symbol.flags & ts.SymbolFlags.Value) === 0) return [];
    const name = exported.getName();
    const bound = imports.elements.find((element) => (element.propertyName ?? element.name).text === name);
    return [{ name, text: bound?.name.text ?? name, type: checker.getTypeOfSymbolAtLocation(symbol, at), alsoBind: bound ? undefined : imports }];
  });
}

function functionsOfFile(target: TargetProgram, call: ts.CallExpression, except: string): SiblingFunction[] {
  const around = ts.findAncestor(call, (node): node is ts.FunctionDeclaration => ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent));
  return call.getSourceFile().statements.flatMap((statement) => {
    const named = ts.isFunctionDeclaration(statement) ? [statement] : ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [];
    return named.flatMap((declaration) => {
      const { name } = declaration;
      if (name === undefined || !ts.isIdentifier(name) || name.text === except || declaration === around) return [];
      return [{ name: name.text, text: name.text, type: target.checker.getTypeAtLocation(name), alsoBind: undefined }];
    });
  });
}
