import { fieldAt } from './event-facts.ts';

/** Values looked at of one event; of what is larger the rest is inferred. */
const MOST_VALUES = 400;
const SAMPLE = 16;
const DEEPEST = 12;

/** Entries of what was sent in: the records of a batch or the elements of a list; `undefined` when it is no list. */
export function inputItems(event: unknown): number | undefined {
  if (Array.isArray(event)) return event.length;
  const records = fieldAt(event, 'Records');
  return Array.isArray(records) ? records.length : undefined;
}

/** Size of what was sent in, in bytes where it is known, about the characters of its JSON otherwise. Its cost is bounded whatever the event. */
export function inputBytes(event: unknown): number {
  const body = fieldAt(event, 'body');
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (fieldAt(event, 'requestContext') !== undefined) return 0;
  const records = fieldAt(event, 'Records');
  if (Array.isArray(records) && typeof fieldAt(records[0], 'body') === 'string') {
    return records.reduce((sum: number, record) => {
      const text = fieldAt(record, 'body');
      return sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0);
    }, 0);
  }
  if (event === undefined) return 0;
  return Math.round(jsonCharacters(event, { left: MOST_VALUES }, 0));
}

/** Long lists are measured by some of their elements, evenly spaced. */
function jsonCharacters(value: unknown, budget: { left: number }, depth: number): number {
  budget.left -= 1;
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'number':
    case 'bigint':
      return String(value).length;
    case 'boolean':
      return value ? 4 : 5;
    case 'object':
      break;
    default:
      return 0;
  }
  if (value === null) return 4;
  if (budget.left <= 0 || depth > DEEPEST) return 2;
  if (Array.isArray(value)) {
    const step = value.length <= SAMPLE * 2 ? 1 : value.length / SAMPLE;
    let [sum, taken] = [0, 0];
    for (let index = 0; index < value.length && budget.left > 0; index += step, taken += 1) sum += jsonCharacters(value[Math.floor(index)], budget, depth + 1) + 1;
    return taken === 0 ? 2 : 1 + (sum / taken) * value.length;
  }
  const names = Object.keys(value);
  let [sum, taken] = [0, 0];
  for (const name of names) {
    if (budget.left <= 0) break;
    sum += name.length + 4 + jsonCharacters(Reflect.get(value, name), budget, depth + 1);
    taken += 1;
  }
  return taken === 0 ? 2 : 1 + (sum / taken) * names.length;
}
