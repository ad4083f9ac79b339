import * as z from 'zod';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';

/** One field of a row's input, as the command line needs to know it. */
export type InputField = {
  readonly name: string;
  /** The option's name: `windowHours` → `window-hours`. */
  readonly long: string;
  readonly kind: 'flag' | 'number' | 'text' | 'json';
  readonly isList: boolean;
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly description: string;
  readonly standard?: unknown;
};

const Schema = z.looseObject({
  type: z.unknown().optional(), enum: z.array(z.unknown()).optional(), const: z.unknown().optional(), description: z.string().optional(), default: z.unknown().optional(),
  items: z.unknown().optional(), anyOf: z.array(z.unknown()).optional(),
});
const ObjectSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}), required: z.array(z.string()).default([]) });

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The fields of a row's input, in the order in which they are declared. */
export const inputFields = ({ input }: Pick<CommandRow, 'input'>): InputField[] => {
  const { properties, required } = ObjectSchema.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([name, read]) => {
    const schema = Schema.parse(read);
    const isList = schema.type === 'array';
    const each = isList ? Schema.parse(schema.items ?? {}) : schema;
    return {
      name, long: kebab(name), isList, kind: kindOf(each.type, each.enum !== undefined || each.const !== undefined),
      required: required.includes(name), choices: (each.enum ?? []).filter((choice) => typeof choice === 'string'),
      description: schema.description ?? each.description ?? '', ...(schema.default === undefined ? {} : { standard: schema.default }),
    };
  });
};

const kindOf = (type: unknown, isFixed: boolean): InputField['kind'] => {
  if (type === 'boolean') return 'flag';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'string' || isFixed ? 'text' : 'json';
};

/** The text of an option or word as the field's value. What is no number is handed on as it is: the command says what is wrong with it. */
export const valueOf = ({ kind, isList }: InputField, said: unknown): unknown => {
  if (isList && Array.isArray(said)) return said.map((one: unknown) => single(kind, one));
  return single(kind, said);
};

/** A yes or no that is written as a word: `pawl set-flag cycles off`. */
const SAID: Readonly<Record<string, boolean>> = { on: true, true: true, yes: true, off: false, false: false, no: false };

const single = (kind: InputField['kind'], said: unknown): unknown => {
  if (typeof said !== 'string') return said;
  if (kind === 'flag') return SAID[said.toLowerCase()] ?? said;
  if (kind === 'number') return said.trim() !== '' && Number.isFinite(Number(said)) ? Number(said) : said;
  if (kind !== 'json') return said;
  try {
    return JSON.parse(said) as unknown;
  } catch {
    return said;
  }
};
