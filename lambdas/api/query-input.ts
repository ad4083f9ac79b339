import * as z from 'zod';

type FieldKind = 'number' | 'boolean' | 'array-of-number' | 'array-of-text' | 'text';

const FieldSchema = z.object({ type: z.string().optional(), items: z.object({ type: z.string().optional() }).optional() });

const NUMBER = /^-?\d{1,16}(?:\.\d{1,16})?(?:[eE][+-]?\d{1,3})?$/;

/** Reads a query string as the input that a schema asks for: numbers and booleans from text, lists from repeated names. What does not fit stays text, and the schema says so. */
export const queryReader = (input: z.ZodObject): ((query: URLSearchParams) => Record<string, unknown>) => {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  const kinds = new Map(Object.entries(properties).map(([name, schema]) => [name, kindOf(schema)]));
  return (query) => Object.fromEntries([...new Set(query.keys())].map((name) => [name, valueOf(kinds.get(name) ?? 'text', query.getAll(name))]));
};

const kindOf = (schema: unknown): FieldKind => {
  const { type, items } = FieldSchema.safeParse(schema).data ?? {};
  if (type === 'array') return isNumeric(items?.type) ? 'array-of-number' : 'array-of-text';
  if (type === 'boolean') return 'boolean';
  return isNumeric(type) ? 'number' : 'text';
};

const isNumeric = (type: string | undefined): boolean => type === 'number' || type === 'integer';

const valueOf = (kind: FieldKind, texts: readonly string[]): unknown => {
  if (kind === 'array-of-text') return texts;
  if (kind === 'array-of-number') return texts.map(asNumber);
  const [text = ''] = texts;
  if (texts.length !== 1) return texts;
  if (kind === 'number') return asNumber(text);
  return kind === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : text;
};

const asNumber = (text: string): unknown => (NUMBER.test(text) ? Number(text) : text);
