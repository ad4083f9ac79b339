import ts from 'typescript';
import type { FunctionSetting, FunctionSettings, SettingOwner } from './function-setting.ts';

/** The AWS CDK: `new NodejsFunction(this, 'Id', { memorySize: 1024, timeout: Duration.seconds(30) })`. */
export function codeSettings(path: string, text: string): FunctionSettings {
  const owners: SettingOwner[] = [];
  const settings: FunctionSetting[] = [];
  if (!/\bnew\s+[\w.]*Function\s*\(/.test(text) || !/['"](?:aws-cdk-lib|@aws-cdk\/)/.test(text)) return { owners, settings };
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    const properties = ts.isNewExpression(node) && /(?:^|\.)\w*Function$/.test(node.expression.getText()) && node.arguments?.length === 3 ? node.arguments[2] : undefined;
    if (properties !== undefined && ts.isNewExpression(node) && ts.isObjectLiteralExpression(properties)) {
      const value = (name: string) => properties.properties.find((property): property is ts.PropertyAssignment => ts.isPropertyAssignment(property) && property.name.getText() === name)?.initializer;
      const id = node.arguments?.[1];
      const owner: SettingOwner = { kind: 'function', id: id && ts.isStringLiteralLike(id) ? id.text : '', functionName: textOf(value('functionName')), handler: textOf(value('handler')), entry: lastText(value('entry')) };
      owners.push(owner);
      settings.push(...settingFrom('memory', owner, value('memorySize')), ...settingFrom('timeout', owner, value('timeout')));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { owners, settings };
}

function settingFrom(name: FunctionSetting['name'], owner: SettingOwner, given: ts.Expression | undefined): FunctionSetting[] {
  if (given === undefined) return [];
  const duration = ts.isCallExpression(given) && given.arguments.length === 1 ? /(?:^|\.)Duration\.(seconds|minutes)$/.exec(given.expression.getText())?.[1] : undefined;
  const number = name === 'memory' ? given : duration === undefined || !ts.isCallExpression(given) ? undefined : given.arguments[0];
  const isPlain = number !== undefined && ts.isNumericLiteral(number) && /^[1-9]\d*$/.test(number.getText());
  const place = isPlain ? number : given;
  return [{ name, owner, value: isPlain ? Number(number.getText()) : undefined, unitSeconds: duration === 'minutes' ? 60 : 1, start: place.getStart(), end: place.getEnd() }];
}

const textOf = (value: ts.Expression | undefined): string | undefined => (value && ts.isStringLiteralLike(value) ? value.text : undefined);

/** The text itself, or the last one of `path.join(__dirname, '../src/handler.ts')`. */
const lastText = (value: ts.Expression | undefined): string | undefined => (value && ts.isCallExpression(value) ? textOf(value.arguments.at(-1)) : textOf(value));
