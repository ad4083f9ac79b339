/** What a line claims to be; `debug` includes trace. */
export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

const NAMED: Readonly<Record<string, LogLevel>> = {
  trace: 'debug', verbose: 'debug', silly: 'debug', fine: 'debug', finer: 'debug', finest: 'debug', debug: 'debug',
  info: 'info', information: 'info', informational: 'info', notice: 'info', http: 'info', log: 'info', config: 'info',
  warn: 'warning', warning: 'warning',
  error: 'error', err: 'error', severe: 'error', fatal: 'error', critical: 'error', crit: 'error', alert: 'error', emergency: 'error', emerg: 'error', panic: 'error', dpanic: 'error',
};

/** A level by its name, in any case. */
export const levelOfName = (name: string): LogLevel | undefined => {
  const low = name.toLowerCase();
  return Object.hasOwn(NAMED, low) ? NAMED[low] : undefined;
};

/** pino and bunyan count 10 to 60, syslog and GELF 7 down to 0, logback 5,000 to 40,000. */
export const levelOfNumber = (value: number): LogLevel | undefined => {
  if (!(value >= 0)) return undefined;
  if (value < 8) return value <= 3 ? 'error' : value === 4 ? 'warning' : value === 7 ? 'debug' : 'info';
  if (value < 1000) return value >= 50 ? 'error' : value >= 40 ? 'warning' : value >= 30 ? 'info' : 'debug';
  return value >= 40_000 ? 'error' : value >= 30_000 ? 'warning' : value >= 20_000 ? 'info' : 'debug';
};

/** Python's `levelno`, which counts otherwise than pino. */
export const levelOfPython = (value: number): LogLevel => (value >= 40 ? 'error' : value >= 30 ? 'warning' : value >= 20 ? 'info' : 'debug');
