/** What a state machine hands on of an error, in words: Step Functions tells it as `{ Error, Cause }`. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Error) return error.message;
  if (typeof error !== 'object' || error === null) return String(error);
  const { Error: name, Cause: cause } = error as { Error?: unknown; Cause?: unknown };
  return [name, cause].filter((part) => typeof part === 'string' && part !== '').join(': ') || JSON.stringify(error);
};
