import type { Host, Message, Question } from '../../shared/ports/host.ts';
import { defaultAnswer } from './default-answer.ts';

export type RecordingHost = Host & { readonly messages: Message[]; readonly questions: Question[]; codes(): string[] };

/** Keeps what is said, for tests. Questions are answered by code, else with their default. */
export const createRecordingHost = (answers: Readonly<Record<string, string>> = {}): RecordingHost => {
  const messages: Message[] = [];
  const questions: Question[] = [];
  return {
    messages,
    questions,
    codes: () => messages.map(({ code }) => code),
    notify: (message) => {
      messages.push(message);
    },
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answers[question.code] ?? defaultAnswer(question));
    },
  };
};
