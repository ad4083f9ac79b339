import type { ModelAnswer, ModelRequest } from '../ports/model.ts';

/** No token is longer than this on average: what goes far beyond it did not heed `maxTokens`. */
const MOST_CHARACTERS_PER_TOKEN = 32;
/** An answer of a few tokens may still be a sentence. */
const LEAST_CHARACTERS = 2000;

const BEGINNING = /^\s*<(think|thinking|thought|reasoning)>/;

/** A model's words without what it said to itself before: thinking models write it in front of their answer, and it is no part of it. */
export const withoutReasoning = (text: string): string => {
  const name = BEGINNING.exec(text)?.[1];
  if (name === undefined) return afterLine(text, '</think>').trim();
  const end = text.indexOf(`</${name}>`);
  return end === -1 ? '' : text.slice(end + name.length + 3).trim();
};

/** Some servers put the opening mark into the prompt, so that only the closing one, alone on its line, is seen. */
const afterLine = (text: string, line: string): string => {
  const end = text.indexOf(`\n${line}\n`);
  return end === -1 || text.slice(0, end).includes('<think>') ? text : text.slice(end + line.length + 2);
};

/** An answer that did not heed `maxTokens` is cut where nobody would read on, and says so. Lone halves of characters are mended. */
export const boundedAnswer = (text: string, stop: ModelAnswer['stop'], { maxTokens }: ModelRequest): Pick<ModelAnswer, 'text' | 'stop'> => {
  const most = Math.max(LEAST_CHARACTERS, maxTokens * MOST_CHARACTERS_PER_TOKEN);
  return text.length > most ? { text: text.slice(0, most).toWellFormed(), stop: 'length' } : { text: text.toWellFormed(), stop };
};
