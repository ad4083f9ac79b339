import type { OpenRequest } from '../../../domain/open-request.ts';

const LONGEST = 120;
const SHORTEST = 6;

type Told = { readonly name: string; readonly message: string };

/**
 * Whether a request has told this error already: the code logs what it caught and throws it on, the probe sees it, and the runtime
 * reports it. It is the same when the message stands in what was told before.
 */
export const isToldAlready = (request: OpenRequest, error: Told): boolean => {
  const told = request.told ?? [];
  const message = error.message.trim().slice(0, LONGEST / 2);
  return message.length >= SHORTEST ? told.some((text) => text.includes(message)) : told.includes(textOf(error));
};

export const noteTold = (request: OpenRequest, error: Told): void => {
  request.told = [...(request.told ?? []).slice(-1), textOf(error)];
};

const textOf = ({ name, message }: Told): string => `${name}: ${message.trim()}`.slice(0, LONGEST).toWellFormed();
