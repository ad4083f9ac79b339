import ts from 'typescript';
import { ALL, IS_TEXT } from './kinds.ts';
import { madeSafeByMatching } from './sanitisers.ts';
import type { Call, Machine } from './machine.ts';
import type { Value } from './value.ts';
import { CLEAN, allFlows, compact } from './value.ts';

const PARSES = /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|attempt|cast|check|decode|assert)$/;
const NARROW = /\.(?:enum|nativeEnum|uuid|uuidv[47]|guid|number|int|literal|boolean|bool|bigint|date|cuid2?|ulid|nanoid|valid|equal|oneOf|alphanum|hex|isoDate|integer|datetime|base64url|ipv4|ipv6|objectId|positive|picklist|refine|custom|transform|superRefine|ip|mac|jwt|isMongoId|z\.coerce\.number)\(/;
const SCHEMA_WORD = /\b(?:z|Joi|joi|yup|Yup|v|t|S|s|Type|Schema|object|zod)\.(?:object|string|number|enum|array|union|record|coerce|uuid|strictObject|tuple|boolean|literal|any|email|url|int)\b/;

/** What validating leaves of input: fields that a schema of the file holds to a list, a number or a narrow pattern are none any more. */
export function afterSchema(machine: Machine, { method, receiverName, args, node, origin }: Call): Value | undefined {
  if (!PARSES.test(method)) return undefined;
  const subject = args.find((arg) => allFlows(arg).length > 0);
  if (subject === undefined) return undefined;
  const target = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
  const written = target === undefined ? undefined : schemaText(machine, target);
  const isSchema = written !== undefined || /schema|validator$|shape|dto|model$/i.test(receiverName) || /^(?:zod|joi|yup|valibot|ajv|superstruct|runtypes)\b/.test(origin);
  if (!isSchema || /^JSON$|^yaml$|^qs$|^querystring$|^url$|^path$/i.test(receiverName)) return undefined;
  const narrowed: Value = written === undefined ? { flows: subject.flows.map((flow) => ({ ...flow, safe: flow.safe | IS_TEXT })), trait: 'data' } : applySchema(machine, written, subject);
  return { flows: narrowed.flows, ...(narrowed.trait === undefined ? {} : { trait: narrowed.trait }), fields: new Map([...(narrowed.fields ?? []), ['data', narrowed], ['value', narrowed], ['output', narrowed], ['success', CLEAN], ['error', CLEAN]]) };
}

/** The expression that a schema was made by, of the file. */
function schemaText(machine: Machine, node: ts.Expression, depth = 0): ts.Expression | undefined {
  if (depth > 3) return undefined;
  if (ts.isIdentifier(node)) {
    const declaration = machine.resolve(node)?.declaration;
    return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined ? schemaText(machine, declaration.initializer, depth + 1) : undefined;
  }
  return SCHEMA_WORD.test(node.getText()) ? node : undefined;
}

function applySchema(machine: Machine, schema: ts.Expression, subject: Value): Value {
  const fields = new Map<string, Value>();
  const object = objectOf(schema);
  if (object === undefined) return applyToField(machine, schema, subject);
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const name = ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name) ? property.name.text : property.name.getText();
    const field = machine.member(subject, name, property);
    fields.set(name, applyToField(machine, schemaText(machine, property.initializer) ?? property.initializer, field));
  }
  return compact({ flows: subject.flows.map((flow) => ({ ...flow, safe: flow.safe | IS_TEXT })), fields });
}

function objectOf(schema: ts.Expression): ts.ObjectLiteralExpression | undefined {
  let found: ts.ObjectLiteralExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    if (ts.isObjectLiteralExpression(node) && ts.isCallExpression(node.parent) && /(?:object|strictObject|keys|shape)$/.test(node.parent.expression.getText())) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(schema);
  return found;
}

function applyToField(machine: Machine, schema: ts.Expression, field: Value): Value {
  if (objectOf(schema) !== undefined) return applySchema(machine, schema, field);
  const text = schema.getText();
  if (NARROW.test(text) || /^(?:z\.)?enum\(/.test(text)) return madeSafeAll(field, ALL);
  const pattern = /\.(?:regex|pattern|matches)\(\s*\/((?:\\.|[^/\\])+)\/(\w*)/.exec(text);
  if (pattern !== null) return madeSafeAll(field, madeSafeByMatching({ source: pattern[1] ?? '', flags: pattern[2] ?? '' }) | IS_TEXT);
  return /\b(?:any|unknown|record|mixed|passthrough)\(/.test(text) ? field : madeSafeAll(field, IS_TEXT);
}

const madeSafeAll = (value: Value, kinds: number): Value => (kinds === ALL ? CLEAN : { ...value, flows: value.flows.map((flow) => ({ ...flow, safe: flow.safe | kinds })) });
