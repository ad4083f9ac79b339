/** How a run ended; for a promise `ended` is told later. */
type Ends<Result> = { readonly returned: (value: Awaited<Result>) => void; readonly threw: (error: unknown) => void };

const isThenable = (value: unknown): value is PromiseLike<unknown> => {
  try {
    return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
  } catch {
    return false;
  }
};

/**
 * Tells how a result ends, and gives it back. A promise is the same one: looking on is all that happens to it. Another thenable may do its
 * work only when asked (and twice when asked twice), so that it is asked once, and a promise stands for it.
 */
export function whenSettled<Result>(result: Result, { returned, threw }: Ends<Result>): Result {
  if (result instanceof Promise) {
    void result.then(returned, threw);
    return result;
  }
  if (!isThenable(result)) {
    returned(result as Awaited<Result>);
    return result;
  }
  const promise = Promise.resolve(result);
  void promise.then(returned, threw);
  return promise as Result;
}
