import * as z from 'zod';

/** The part of JSON Schema 2020-12 that zod writes and that is walked here. */
export type JsonSchema = {
  [word: string]: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  description?: string;
};

const written = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: ({ jsonSchema }) => {
    withoutSafeBounds(jsonSchema);
    inEveryDialect(jsonSchema);
  } }) as JsonSchema;
  return rest;
};

/** That a whole number is one that JavaScript can count to says nothing to anybody, and is long. */
const withoutSafeBounds = (schema: { maximum?: number; minimum?: number }): void => {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
};

/**
 * Tuples are written differently in draft 7, which many clients hold answers to, and in 2020-12, which others do: each reads the other's as something
 * that nothing fits. As lists of so many items, each of one of the kinds, both read them alike.
 */
const inEveryDialect = (schema: { prefixItems?: unknown[]; items?: unknown; minItems?: number; maxItems?: number }): void => {
  const { prefixItems } = schema;
  if (prefixItems === undefined) return;
  const kinds = [...new Map(prefixItems.map((one) => [JSON.stringify(one), one])).values()];
  schema.items = kinds.length === 1 ? kinds[0] : { anyOf: kinds };
  schema.minItems = schema.maxItems = prefixItems.length;
  delete schema.prefixItems;
};

/** What may be said. */
export const inputSchema = (schema: z.ZodType): JsonSchema => written(schema, 'input');

/** What is answered. Open: a client with this version's schema reads the next version's answers too. */
export const outputSchema = (schema: z.ZodType): JsonSchema => opened(written(schema, 'output'));

const opened = (schema: JsonSchema): JsonSchema => {
  const copy = Object.fromEntries(Object.entries(schema).map(([word, value]) => [word, isSchemaWord(word) ? openedWithin(value) : value])) as JsonSchema;
  if (copy.additionalProperties === false) delete copy.additionalProperties;
  return copy;
};

const isSchemaWord = (word: string): boolean => !['const', 'enum', 'default', 'examples', 'required'].includes(word);

const openedWithin = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(openedWithin) : typeof value === 'object' && value !== null ? opened(value as JsonSchema) : value;
