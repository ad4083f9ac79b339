import { showInstant } from '../../../shared/rules/explaining/figures.ts';
import { printable } from '../visible-text.ts';

/** Any value as indented lines of `name: value`, for what has no text of its own. */
export const plainText = (value: unknown): string => lines(value, '').join('\n');

const lines = (value: unknown, indent: string): string[] => {
  if (Array.isArray(value)) return value.length === 0 ? [`${indent}none`] : value.flatMap((one: unknown) => (isPlain(one) ? [`${indent}- ${shown(one, indent)}`] : [`${indent}-`, ...lines(one, `${indent}  `)]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([, one]) => one !== undefined).flatMap(([name, one]: [string, unknown]) => (isPlain(one) ? [`${indent}${name}: ${isInstant(name, one) ? showInstant(one) : shown(one, indent)}`] : [`${indent}${name}:`, ...lines(one, `${indent}  `)]));
  }
  return [`${indent}${shown(value, indent)}`];
};

/** Milliseconds since 1970, which nobody reads. */
const isInstant = (name: string, value: unknown): value is number => typeof value === 'number' && value > 1e12 && /(?:^at|At|^from|^until)$/.test(name);

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null || (Array.isArray(value) && value.length === 0);

/** What has lines of its own goes on further in: none of them looks like a name and its value of ours. */
const shown = (value: unknown, indent: string): string => (Array.isArray(value) ? 'none' : printable(typeof value === 'string' ? value : JSON.stringify(value) ?? '').replaceAll('\n', `\n${indent}    `));
