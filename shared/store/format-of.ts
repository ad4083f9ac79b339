import { createHash } from 'node:crypto';
import * as z from 'zod';

const known = new WeakMap<z.ZodType, string>();

/** A short name for what a schema takes: another one as soon as a field, a type or a bound in it is another. */
export const formatOf = (schema: z.ZodType): string => {
  const held = known.get(schema);
  if (held !== undefined) return held;
  const format = createHash('sha256').update(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))).digest('base64url').slice(0, 16);
  known.set(schema, format);
  return format;
};
