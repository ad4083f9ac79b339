const ignore = (): void => undefined;

/**
 * Writes to the log at once; nothing is kept, because environments freeze. A closed output must not end the process that is watched:
 * the error it comes to, now or later, has a listener for as long as it takes.
 */
export function writeLine(line: string): void {
  const { stdout } = process;
  stdout.once('error', ignore);
  try {
    stdout.write(line, (error?: Error | null) => {
      // The stream tells of it by an event right after this.
      if (error && stdout.listenerCount('error') === 0) stdout.once('error', ignore);
    });
  } catch {
    // Nobody reads; the service runs on.
  } finally {
    stdout.removeListener('error', ignore);
  }
}
