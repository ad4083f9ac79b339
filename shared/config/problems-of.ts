import type * as z from 'zod';
import { closestName } from './closest-name.ts';
import { type Problem, pathText } from './problem.ts';
import { descriptionOf, keysOf, schemaAt } from './schema-at.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Every mistake that the schema finds in a value, in plain words: none left out, one for each unknown key. */
export function problemsOf(schema: z.ZodType, value: unknown, prefix: Path = []): Problem[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => describe(issue, schema, value, prefix));
}

function describe(issue: Issue, root: z.ZodType, value: unknown, prefix: Path): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path, root, prefix));
  const found = valueAt(value, issue.path);
  const expected = descriptionOf(schemaAt(root, issue.path));
  const path = pathText([...prefix, ...issue.path]);
  if (found === undefined) return [{ path, message: 'is missing', advice: expected === undefined ? 'add it' : `add ${expected}` }];
  return [{ path, message: `${fault(issue)}, not ${shown(found)}`, advice: adviceOn(issue, found) ?? (expected === undefined ? '' : `it takes ${expected}`) }];
}

function unknownKey(key: string, path: Path, root: z.ZodType, prefix: Path): Problem {
  const known = keysOf(schemaAt(root, path));
  const meant = closestName(key, known);
  const full = pathText([...prefix, ...path, key]);
  if (key === 'alpha') return { path: full, message: 'cannot be set', advice: 'the chance of rolling back a harmless release is always 1 %' };
  return { path: full, message: 'is not known', advice: meant === undefined ? `known here: ${known.join(', ')}` : `did you mean ${meant}?` };
}

function fault(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      if (issue.origin === 'number') return `must be ${issue.inclusive === true ? 'at least' : 'greater than'} ${issue.minimum}`;
      return issue.minimum === 1 || issue.minimum === 1n ? 'must not be empty' : `must have at least ${issue.minimum} entries`;
    case 'too_big':
      return issue.origin === 'number' ? `must be ${issue.inclusive === true ? 'at most' : 'less than'} ${issue.maximum}` : `must have at most ${issue.maximum} entries`;
    case 'invalid_value':
      return issue.values.length === 1 ? `must be ${String(issue.values[0])}` : `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'must have another name';
    case 'unrecognized_keys':
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
    default:
      return issue satisfies never;
  }
}

function adviceOn(issue: Issue, found: unknown): string | undefined {
  if (issue.code === 'invalid_value' && typeof found === 'string') {
    const meant = closestName(found, issue.values.map(String));
    return meant === undefined ? undefined : `did you mean ${meant}?`;
  }
  if (issue.code === 'invalid_type' && typeof found === 'string' && /^(?:number|int|boolean)$/.test(issue.expected) && /^(?:-?[\d.]+|true|false)$/.test(found)) return 'write it without quotes';
  return undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two',
  object: 'an object',
  record: 'an object',
};

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
