import { setTimeout } from 'node:timers/promises';
import type { Question } from '../../shared/ports/host.ts';
import { defaultAnswer } from './default-answer.ts';

/** Asks at the terminal. Ctrl-C there is the same as anywhere: the process gets its interrupt, and the default is the answer meanwhile. */
export const askPerson = async (question: Question): Promise<string> => {
  const prompts = await import('@clack/prompts');
  const { text, choices, default: fallback } = question;
  const answer =
    choices !== undefined && choices.length > 0
      ? await prompts.select({ message: text, options: choices.map((value) => ({ value, label: value })), ...(fallback === undefined ? {} : { initialValue: fallback }) })
      : await prompts.text({ message: text, ...(fallback === undefined ? {} : { placeholder: fallback, defaultValue: fallback }) });
  if (typeof answer === 'string') return answer;
  process.kill(process.pid, 'SIGINT');
  // Whoever listens for the interrupt hears it before the caller goes on.
  await setTimeout(50);
  return defaultAnswer(question);
};
