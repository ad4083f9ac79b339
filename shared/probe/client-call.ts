import { uniqueKey } from './call-key.ts';
import { statementShape } from './statement.ts';
import { textHash } from './text-hash.ts';

const MOST_CHARACTERS = 8 * 1024;
const NAME = /^[A-Za-z][\w.-]{0,80}$/;
const COMMAND = /^([A-Z]\w{1,60})Command$/;
const READS = /^(?:(?:batch|m|h|hm|z|s|l|x)?get|find|list|describe|query|scan|exists|count|head|select|search|smembers|[lz]range|ttl)/i;

export type ClientCall = { readonly shape: string; readonly key: number; readonly reads: boolean };

/** What a method of a client is called for: an SQL statement, a command of the AWS SDK with its table, else the method's name. No argument is told. */
export function clientCall(name: string, method: string, args: readonly unknown[]): ClientCall {
  const [first] = args;
  const key = keyOf(method, args);
  const text = typeof first === 'string' ? first : (textField(first, 'text') ?? textField(first, 'sql'));
  const statement = text === undefined ? undefined : statementShape(text);
  if (statement) return { shape: `${name} ${statement.shape}`, key, reads: statement.reads };
  const input: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'input') : undefined;
  const operation = typeof first === 'object' && first !== null ? COMMAND.exec(first.constructor.name)?.[1] : undefined;
  if (operation !== undefined && typeof input === 'object' && input !== null) {
    const resource = textField(input, 'TableName') ?? textField(input, 'Bucket');
    return { shape: `${name}.${operation}${resource !== undefined && NAME.test(resource) ? ` ${resource}` : ''}`, key: keyOf(operation, [input]), reads: READS.test(operation) };
  }
  return { shape: `${name}.${method}`, key, reads: method !== 'query' && READS.test(method) };
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
