import type { JsonSchema } from './json-schema.ts';

/** How the name of an input is written as an argument. */
export type Naming = (input: string) => string;

/** The schema of a row's input with the names of its properties, at every depth, as an agent writes them. Keys of maps (paths of files) stay. */
export const namedForAgents = (schema: JsonSchema, naming: Naming): JsonSchema => ({
  ...schema,
  ...(schema.properties ? { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [naming(name), namedForAgents(inner, naming)])) } : {}),
  ...(schema.required ? { required: schema.required.map(naming) } : {}),
  ...(schema.items ? { items: namedForAgents(schema.items, naming) } : {}),
  ...(typeof schema.additionalProperties === 'object' ? { additionalProperties: namedForAgents(schema.additionalProperties, naming) } : {}),
  ...Object.fromEntries((['anyOf', 'oneOf', 'allOf'] as const).flatMap((word) => (schema[word] ? [[word, schema[word].map((one) => namedForAgents(one, naming))]] : []))),
});

/**
 * What an agent said, in the row's names. `schema`: the row's own. A name in the row's own spelling is taken too, because answers are spelled so;
 * what is unknown stays as it is, so that the row's schema refuses it by its name.
 */
export const inRowsNames = (schema: JsonSchema, value: unknown, naming: Naming): unknown => {
  const alternatives = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (Array.isArray(value)) {
    const items = alternatives.find((one) => one.items)?.items;
    return items ? value.map((one) => inRowsNames(items, one, naming)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const properties = Object.assign({}, ...alternatives.map((one) => one.properties ?? {})) as Record<string, JsonSchema>;
  const byArgument = new Map(Object.keys(properties).map((name) => [naming(name), name]));
  const rest = alternatives.map((one) => one.additionalProperties).find((one) => typeof one === 'object');
  const translated: [string, unknown][] = [];
  for (const [said, inner] of Object.entries(value)) {
    const name = byArgument.get(said) ?? said;
    const innerSchema = Object.hasOwn(properties, name) ? properties[name] : rest;
    translated.push([name, innerSchema ? inRowsNames(innerSchema, inner, naming) : inner]);
  }
  // `null` for what may be left out is how some models write it.
  const required = new Set(schema.required);
  return Object.fromEntries(translated.filter(([name, inner]) => !(inner === null && Object.hasOwn(properties, name) && !required.has(name))));
};
