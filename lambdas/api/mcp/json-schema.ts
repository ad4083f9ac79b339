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
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: ({ jsonSchema }) => withoutSafeBounds(jsonSchema) }) as JsonSchema;
  return rest;
};

/** That a whole number is one that JavaScript can count to says nothing to anybody, and is long. */
const withoutSafeBounds = (schema: { maximum?: number; minimum?: number }): void => {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
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
