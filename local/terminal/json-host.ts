import type { Host } from '../../shared/ports/host.ts';
import { defaultAnswer } from './default-answer.ts';
import type { OutputStream } from './terminal-host.ts';

/** Speaks to a program: each message one line of JSON, as it is. Questions are answered with their default, and the line says so. */
export const createJsonHost = (stream: Pick<OutputStream, 'write'>): Host => {
  const line = (value: object): void => {
    stream.write(`${JSON.stringify(value)}\n`);
  };
  return {
    notify: ({ code, level, text, data }) => line({ code, level, text, ...(data === undefined ? {} : { data }) }),
    ask: (question) => {
      const answer = defaultAnswer(question);
      line({ code: question.code, level: 'info', text: question.text, data: { answer } });
      return Promise.resolve(answer);
    },
  };
};
