import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { askRow } from './ask-row.ts';
import { inputFields, valueOf, type InputField } from './input-fields.ts';
import type { RowFace } from './row-face.ts';

/** The command of a row: its words and options follow from the input's schema, so that the command line can say exactly what every other door can. */
export const rowCommand = (row: CommandRow, face: RowFace = {}, ask: typeof askRow = askRow): Command => {
  const { words = [], names = {}, hidden = [], optional = [] } = face;
  const fields = inputFields(row).filter(({ name }) => !hidden.includes(name)).map((field) => ({ ...field, required: field.required && !optional.includes(field.name) }));
  const asWords = words.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const asOptions = fields.filter((field) => !asWords.includes(field)).map((field) => ({ ...field, long: names[field.name] ?? field.long }));

  const command = new Command(row.name).description(row.summary).summary(firstSentence(row.summary)).helpGroup(row.kind === 'read' ? 'Look:' : 'Act:').aliases([...(face.aliases ?? [])]);
  for (const field of asWords) command.addArgument(new Argument(field.required ? `<${wordOf(field)}>` : `[${wordOf(field)}]`, field.description));
  for (const field of asOptions) command.addOption(optionOf(field));
  face.extend?.(command);
  return command.action(async (...said: unknown[]) => {
    const flags = command.opts<Record<string, unknown>>();
    const input = withoutAbsent({
      ...Object.fromEntries(asWords.map((field, index) => [field.name, valueOf(field, said[index])])),
      ...Object.fromEntries(asOptions.map((field) => [field.name, valueOf(field, flags[camel(field.long)])])),
    });
    await ask(command, row, { flags, input: async (dependencies) => (await face.prepare?.(input, flags, dependencies)) ?? input, shows: face.shows });
  });
};

const firstSentence = (text: string): string => /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;

const wordOf = ({ kind, long }: InputField): string => (kind === 'flag' ? `${long}|off` : long);

const optionOf = (field: InputField): Option => {
  const { long, kind, isList, required, choices, description, standard } = field;
  const value = kind === 'flag' ? '' : ` <${kind === 'number' ? 'number' : kind === 'json' ? 'json' : 'text'}${isList ? '...' : ''}>`;
  const option = new Option(`--${long}${value}`, [description, standard === undefined || standard === false ? '' : `(${JSON.stringify(standard)} when left out)`].filter((part) => part !== '').join(' '));
  if (choices.length > 0) option.choices([...choices]);
  if (kind === 'number') option.argParser(numberOf(isList));
  return required && kind !== 'flag' ? option.makeOptionMandatory() : option;
};

const numberOf = (isList: boolean) => (text: string, before: unknown): unknown => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return isList ? [...(Array.isArray(before) ? (before as unknown[]) : []), value] : value;
};

/** The name under which commander keeps an option: `dry-run` → `dryRun`. */
const camel = (long: string): string => long.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const withoutAbsent = (input: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
