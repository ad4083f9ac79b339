/** Runs at most `atOnce` of what it is given at a time, the rest in turn; what is aborted before its turn is never begun. */
export const inTurn = (atOnce: number): (<Value>(work: () => Promise<Value>, signal: AbortSignal) => Promise<Value | undefined>) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  const next = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return async (work, signal) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return signal.aborted ? undefined : await work();
    } finally {
      next();
    }
  };
};
