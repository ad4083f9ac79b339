import type { Logger } from '@aws-lambda-powertools/logger';
import type { Host, Message } from '../ports/host.ts';

const LEVELS = { debug: 'debug', info: 'info', result: 'info', warning: 'warn', error: 'error' } as const satisfies Record<Message['level'], string>;

/** How a function speaks: structured log lines with the message's code. Nobody can be asked. */
export const loggerHost = (logger: Logger): Host => ({
  notify: ({ code, level, text, data }) => logger[LEVELS[level]](text, { code, ...(data === undefined ? {} : { data }) }),
  ask: async (question) => question.default ?? '',
});
