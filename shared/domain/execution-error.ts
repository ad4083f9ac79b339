/** What a state machine hands on of an error, in words: Step Functions tells it as `{ Error, Cause }`, and a Lambda function's cause is JSON with `errorMessage`. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof Error) return error.message;
  if (typeof error !== 'object' || error === null) return String(error);
  const { Error: name, Cause: cause } = error as { Error?: unknown; Cause?: unknown };
  const said = typeof cause === 'string' ? saidByFunction(cause) : cause;
  // A coded error carries its code in the message already.
  const parts = typeof said === 'string' && typeof name === 'string' && (said.startsWith(`${name}: `) || /^PAWL-[A-Z-]+: /.test(said)) ? [said] : [name, said];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(': ') || JSON.stringify(error);
};

const saidByFunction = (cause: string): string => {
  if (!cause.startsWith('{')) return cause;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
};
