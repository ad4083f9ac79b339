import * as z from 'zod';

/** What a schema expects at a path, and the keys it knows there. `undefined` where the path leaves the schema. */
export function schemaAt(root: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = root;
  for (const part of path) {
    const inner: z.ZodType | undefined = schema === undefined ? undefined : bare(schema);
    if (inner instanceof z.ZodObject) schema = Object.hasOwn(inner.shape, part) ? (inner.shape as Record<PropertyKey, z.ZodType>)[part] : undefined;
    else if (inner instanceof z.ZodArray) schema = inner.element as z.ZodType;
    else if (inner instanceof z.ZodRecord) schema = inner.valueType as z.ZodType;
    else return undefined;
  }
  return schema;
}

/** The names an object schema knows, in order. */
export function keysOf(schema: z.ZodType | undefined): string[] {
  const inner = schema === undefined ? undefined : bare(schema);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** What the schema says about itself, also through `optional`, `default` and `preprocess`. */
export function descriptionOf(schema: z.ZodType | undefined): string | undefined {
  for (let inner = schema; inner !== undefined; inner = within(inner)) {
    if (inner.description !== undefined) return inner.description;
  }
  return undefined;
}

const bare = (schema: z.ZodType): z.ZodType => {
  const inner = within(schema);
  return inner === undefined ? schema : bare(inner);
};

const within = (schema: z.ZodType): z.ZodType | undefined => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) return schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodPipe ? (schema.out as z.ZodType) : undefined;
};
