const MOST_CHARACTERS = 300;

/** What may tell about a person or open a door, and what is left of it. */
const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 <token>'],
  [/\b(password|passwd|secret|token|api[-_]?key|authorization|access[-_]?key)(["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1$2<secret>'],
  [/(https?:\/\/[^\s?#"']+)\?[^\s"')]*/g, '$1?<query>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}/g, '<token>'],
  [/\d(?:[ -]?\d){5,}/g, '<number>'],
];

/** A message fit for a log: what may be personal or secret is masked, and it is cut at 300 characters. */
export function redact(message: string): string {
  // Cut first (with room for what masking removes), so that a huge message costs nothing.
  let text = message.slice(0, MOST_CHARACTERS * 4);
  for (const [pattern, mask] of REDACTIONS) text = text.replace(pattern, mask);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
