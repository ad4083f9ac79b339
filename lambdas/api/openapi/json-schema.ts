import * as z from 'zod';

export type JsonObject = { readonly [name: string]: unknown };

/** A schema as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; of values as they are sent. */
export const jsonSchema = (schema: z.ZodType): JsonObject => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
};
