import type { Host, Message, Question } from '../../../shared/ports/host.ts';

/** A host that keeps what it was told, and answers from a script: by the question's code, in order; the default when the script ends. */
export function recordingHost(answers: Readonly<Record<string, readonly string[]>> = {}) {
  const messages: Message[] = [];
  const questions: Question[] = [];
  const host: Host = {
    notify: (message) => messages.push(message),
    ask: async (question) => {
      const earlier = questions.filter(({ code }) => code === question.code).length;
      questions.push(question);
      return answers[question.code]?.[earlier] ?? question.default ?? '';
    },
  };
  return { host, messages, questions, texts: () => messages.map(({ text }) => text) };
}
