import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';

/** The parts of an HTTP event that the caller fills in. */
const REQUEST_PART = /^(?:body|rawBody|queryStringParameters|multiValueQueryStringParameters|pathParameters|headers|rawQueryString|cookies)$/;
/** What else has a body: messages of queues, jobs, answers of others. */
const NO_REQUEST = /^(?:res|resp|response|reply|answer|result|message|msg|record|rec|job|task|item|mail|email|notification|payload)$/i;
const HTTP_EVENT = /^(?:APIGateway\w*Event\w*|LambdaFunctionURLEvent|ALBEvent)$/;

/** Whether a function takes an HTTP request of Lambda: by its parameter's type, or by what it reads of it. */
export function isHttpBorder(target: TargetProgram, fn: ts.FunctionLike): boolean {
  const [event] = fn.parameters;
  if (event === undefined) return false;
  const typeName = event.type && ts.isTypeReferenceNode(event.type) ? event.type.typeName.getText() : '';
  if (/\bRecords\b/.test(fn.getText()) || /^(?:SQS|SNS|Kinesis|DynamoDBStream|EventBridge|Scheduled|S3)\w*Event/.test(typeName)) return false;
  if (HTTP_EVENT.test(typeName)) return true;
  if (NO_REQUEST.test(event.name.getText())) return false;
  if (ts.isObjectBindingPattern(event.name)) return event.name.elements.some((element) => REQUEST_PART.test((element.propertyName ?? element.name).getText()));
  const symbol = target.checker.getSymbolAtLocation(event.name);
  return descendants(fn, ts.isPropertyAccessExpression).some((access) => REQUEST_PART.test(access.name.text) && symbolOf(target, bare(access.expression)) === symbol);
}

/** `event.body`, `event.queryStringParameters.page`, or `body` of `({ body })`: the names from the event on; `undefined` for anything else. */
export function requestPath(target: TargetProgram, expression: ts.Expression, border: ts.FunctionLike): string[] | undefined {
  const names: string[] = [];
  let node = bare(expression);
  for (;;) {
    if (ts.isPropertyAccessExpression(node)) names.unshift(node.name.text);
    else if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) names.unshift(node.argumentExpression.text);
    else break;
    node = bare(node.expression);
  }
  const declaration = symbolOf(target, node)?.valueDeclaration;
  const [event] = border.parameters;
  if (declaration === undefined || event === undefined) return undefined;
  if (ts.isBindingElement(declaration) && declaration.parent === event.name) names.unshift((declaration.propertyName ?? declaration.name).getText());
  else if (declaration !== event) return undefined;
  return names[0] !== undefined && REQUEST_PART.test(names[0]) ? names : undefined;
}
