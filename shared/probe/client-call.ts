import { uniqueKey } from './call-key.ts';
import { statementShape } from './statement.ts';
import { textHash } from './text-hash.ts';

const MOST_CHARACTERS = 8 * 1024;
const NAME = /^[A-Za-z][\w.-]{0,80}$/;
const COMMAND = /^_?([A-Z]\w{1,60})Command$/;
const READS = /^(?:(?:batch|m|h|hm|z|s|l|x)?get|find|list|describe|query|scan|exists|count|head|select|search|smembers|[lz]range|ttl)/i;

export type ClientCall = { readonly shape: string; readonly key: number; readonly reads: boolean };

/** What a method of a client is called for: an SQL statement, a command of the AWS SDK with its table, else the method's name. No argument is told. */
export function clientCall(name: string, method: string, args: readonly unknown[]): ClientCall {
  const [first] = args;
  const key = keyOf(method, args);
  const text = typeof first === 'string' ? first : (textField(first, 'text') ?? textField(first, 'sql'));
  const statement = text === undefined ? undefined : statementShape(text);
  if (statement) return { shape: `${name} ${statement.shape}`, key, reads: statement.reads };
  const operation = operationOf(first);
  if (operation !== undefined) {
    const { input } = first as { input: object };
    const resource = textField(input, 'TableName') ?? textField(input, 'Bucket');
    return { shape: `${name}.${operation}${resource !== undefined && NAME.test(resource) ? ` ${resource}` : ''}`, key: keyOf(operation, [input]), reads: READS.test(operation) };
  }
  return { shape: `${name}.${method}`, key, reads: method !== 'query' && READS.test(method) };
}

/** The operation of a command of the AWS SDK: of its schema, which bundling leaves as it is, else of its class. */
function operationOf(command: unknown): string | undefined {
  if (typeof command !== 'object' || command === null || !('input' in command) || typeof command.input !== 'object' || command.input === null) return undefined;
  const schema: unknown = 'schema' in command ? command.schema : undefined;
  const named: unknown = Array.isArray(schema) ? schema[2] : undefined;
  return typeof named === 'string' && NAME.test(named) ? named : COMMAND.exec(command.constructor.name)?.[1];
}

const textField = (value: unknown, name: string): string | undefined => {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : undefined;
};

/** The same arguments are the same key; what is no plain data makes a key of its own. */
function keyOf(method: string, args: readonly unknown[]): number {
  try {
    const text = JSON.stringify(args.filter((arg) => typeof arg !== 'function'));
    return text.length > MOST_CHARACTERS ? uniqueKey() : textHash(`${method}\n${text}`);
  } catch {
    return uniqueKey();
  }
}
