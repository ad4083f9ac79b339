import { createHash } from 'node:crypto';

/**
 * CodeCommit dates commits itself, so the same request made twice would give two commits. A line at the end of the
 * message names the request; by it a repeat knows its own commit.
 */
const MARK = 'Pawl-Request';

/** The name of a request: the same for the same arguments. */
export const requestOf = (...facts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);

/** The message with the request's line as its last trailer. */
export const markedMessage = (message: string, request: string): string => {
  const text = message.trimEnd();
  const endsInTrailers = /\n\n(?:[A-Za-z][A-Za-z-]*: .*(?:\n|$))+$/.test(text);
  return `${text}${endsInTrailers ? '\n' : '\n\n'}${MARK}: ${request}\n`;
};

export const isMarked = (message: string, request: string): boolean => message.split('\n').includes(`${MARK}: ${request}`);
