import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { isSteadyHolder } from './steady-holder.ts';

/** The making of something that keeps connections: `new S3Client(…)`, `DynamoDBDocumentClient.from(…)`, `new Pool(…)`, `axios.create(…)`. */
export type Making = ts.NewExpression | ts.CallExpression;

/** Per package: what is constructed, and what is called to make one. */
const NEW: readonly (readonly [RegExp, RegExp])[] = [
  [/^@aws-sdk\/client-/, /^(?!.*(?:Command|Exception)$)[A-Z]\w*$/],
  [/^aws-sdk(?:\/|$)/, /^(?!Endpoint|Credentials)[A-Z]\w*$/],
  [/^pg$/, /^Pool$/],
  [/^ioredis$/, /^(?:default|Redis|Cluster)$/],
  [/^undici$/, /^(?:Agent|Pool|Client)$/],
  [/^(?:node:)?https?$/, /^Agent$/],
  [/^mongodb$/, /^MongoClient$/],
  [/^@(?:elastic\/elasticsearch|opensearch-project\/opensearch)$/, /^Client$/],
];
const CALLED: readonly (readonly [RegExp, RegExp])[] = [
  [/^@aws-sdk\/lib-dynamodb$/, /^DynamoDBDocument(?:Client)?\.from$/],
  [/^mysql2?(?:\/promise)?$/, /(?:^|\.)createPool$/],
  [/^(?:redis|@redis\/client)$/, /^createClient$/],
  [/^knex$/, /^(?:default|knex)$/],
  [/^axios$/, /^(?:default|axios)\.create$/],
];

/** Whether a node makes a client of a known package, or one of the service's own classes around such a client. */
export function isMaking(target: TargetProgram, node: ts.Node): node is Making {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  const imported = importedName(target, node.expression);
  const known = ts.isNewExpression(node) ? NEW : CALLED;
  if (imported) return known.some(([module, name]) => module.test(imported.module) && name.test(imported.name));
  const owner = ts.isNewExpression(node) ? ownerOf(target, node) : undefined;
  return owner !== undefined && isSteadyHolder(owner, (value) => isMaking(target, value));
}

/** The service's own class that is constructed. */
export const ownerOf = (target: TargetProgram, { expression }: ts.NewExpression): ts.ClassLikeDeclaration | undefined =>
  symbolOf(target, expression)?.declarations?.find((declaration): declaration is ts.ClassLikeDeclaration => ts.isClassLike(declaration) && target.pathOf(declaration) !== undefined);

/** All that is read while it is made: its arguments, and, of an own class, the whole class. */
export function textOfMaking(target: TargetProgram, making: Making): string {
  const owner = ts.isNewExpression(making) ? ownerOf(target, making) : undefined;
  return `${making.getText()}\n${owner?.getText() ?? ''}`;
}

/** The variables of the environment that a text reads. */
export const environmentNames = (text: string): string[] => [...new Set([...text.matchAll(/process\.env(?:\.(\w+)|\[['"](\w+)['"]\])/g)].map((match) => match[1] ?? match[2] ?? ''))];

/** Where a name comes from, whether or not the package is installed: `https.Agent` of `import https from 'node:https'` is `Agent` of `node:https`. */
export function importedName(target: TargetProgram, expression: ts.Expression): { module: string; name: string } | undefined {
  if (ts.isPropertyAccessExpression(expression)) {
    const owner = importedName(target, expression.expression);
    if (owner === undefined) return undefined;
    return { module: owner.module, name: owner.name === '*' || (owner.name === 'default' && /^(?:node:)?https?$|^aws-sdk|^pg$/.test(owner.module)) ? expression.name.text : `${owner.name}.${expression.name.text}` };
  }
  const declaration = ts.isIdentifier(expression) ? target.checker.getSymbolAtLocation(expression)?.declarations?.[0] : undefined;
  if (declaration === undefined) return undefined;
  if (ts.isImportSpecifier(declaration)) return from(declaration.parent.parent.parent.moduleSpecifier, (declaration.propertyName ?? declaration.name).text);
  if (ts.isImportClause(declaration)) return from(declaration.parent.moduleSpecifier, 'default');
  if (ts.isNamespaceImport(declaration)) return from(declaration.parent.parent.moduleSpecifier, '*');
  const variable = ts.findAncestor(declaration, ts.isVariableDeclaration);
  const required = variable?.initializer && ts.isCallExpression(variable.initializer) && variable.initializer.expression.getText() === 'require' ? variable.initializer.arguments[0] : undefined;
  if (required === undefined) return undefined;
  return from(required, ts.isBindingElement(declaration) ? (declaration.propertyName ?? declaration.name).getText() : required.getText().includes('ioredis') || /\b(?:knex|axios)\b/.test(required.getText()) ? 'default' : '*');
}

const from = (specifier: ts.Expression, name: string) => (ts.isStringLiteralLike(specifier) && !specifier.text.startsWith('.') ? { module: specifier.text, name } : undefined);

export const makingName = ({ expression }: Making): string => expression.getText();
