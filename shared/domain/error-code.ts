/**
 * The stable code of an error, like `PAWL-AWS-DENIED`: its own, or that of the nearest of its causes which has one, since what is called on
 * the way up says in its own words what went wrong. `undefined` when none has.
 */
export const errorCode = (error: unknown): string | undefined => {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < MOST_CAUSES; at = 'cause' in at ? at.cause : undefined, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && at.code.startsWith('PAWL-')) return at.code;
  }
  return undefined;
};

const MOST_CAUSES = 8;

/** An error in a sentence that begins with its code, where it has one. */
export const sentenceOf = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const code = errorCode(error);
  return code === undefined || message.startsWith(code) ? message : `${code}: ${message}`;
};
