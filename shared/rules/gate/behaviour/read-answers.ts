import { ANSWER_NAME, LOADING } from './answer-driver.ts';

/** One side's answers: `pass:input` → what was answered, as the driver wrote it down. */
export type Answers = { readonly kind: 'answered'; readonly answers: ReadonlyMap<string, unknown> } | { readonly kind: 'not-loaded'; readonly message: string };

/** The answers out of the driver's tests. Nothing where no handler could be loaded. */
export function readAnswers({ tests, output }: { readonly tests: readonly { readonly name: string; readonly message?: string }[]; readonly output: string }): Answers {
  const parts = new Map<string, string[]>();
  for (const { name, message = '' } of tests) {
    const [, pass, input, part] = ANSWER_NAME.exec(name) ?? [];
    if (pass === undefined || input === undefined || part === undefined) continue;
    const key = `${pass}:${input}`;
    const known = parts.get(key) ?? [];
    known[Number(part)] = message;
    parts.set(key, known);
  }
  if (parts.size === 0) return { kind: 'not-loaded', message: tests.find(({ name }) => name === LOADING)?.message ?? tests.find(({ message }) => message !== undefined)?.message ?? output.trim().slice(-300) };
  return { kind: 'answered', answers: new Map([...parts].map(([key, texts]) => [key, parsed(texts.join(''))])) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
