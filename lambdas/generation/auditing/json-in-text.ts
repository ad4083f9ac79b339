const MOST_CHARACTERS = 100_000;
const MOST_TRIES = 60;

/** The JSON objects and arrays in a text, wherever they stand: bare, in fences, between sentences. Commas too many are forgiven. Never throws. */
export function jsonInText(text: string): unknown[] {
  const searched = text.slice(0, MOST_CHARACTERS);
  const found: unknown[] = [];
  let at = 0;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const start = nextOpening(searched, at);
    if (start === -1) break;
    const end = closingOf(searched, start);
    const value = end === -1 ? undefined : parsed(searched.slice(start, end + 1));
    if (value !== undefined) found.push(value);
    at = value === undefined ? start + 1 : end + 1;
  }
  return found;
}

const nextOpening = (text: string, from: number): number => {
  const next = text.slice(from).search(/[{[]/);
  return next === -1 ? -1 : from + next;
};

/** Where what opens at `start` closes; brackets in strings do not count. */
function closingOf(text: string, start: number): number {
  let [depth, inString] = [0, false];
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function parsed(text: string): unknown {
  for (const candidate of [text, text.replaceAll(/,(\s*[}\]])/g, '$1')]) {
    try {
      return JSON.parse(candidate) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
}
