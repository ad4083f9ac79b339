import * as z from 'zod';
import { jsonInText } from './json-in-text.ts';

/** `issue`: the number under which it was shown, from 1. `code`: the line that is said to refute it; whether it stands there is for the caller to see. */
export type Refutation = { readonly issue: number; readonly path: string; readonly code: string };

const MOST_CODE = 300;

const Answer = z.object({ issue: z.coerce.number().int().positive(), refuted: z.literal(true), path: z.string().min(1), code: z.string().min(1) });
const Answers = z.object({ answers: z.array(z.unknown()) });

const MOST_LINE = 1000;
const LINE = /^[\s*#>-]*issue\s*#?(\d+)\s*[:.)–—-]*\s*refuted(?:\s+by)?\s*[:–—-]*\s*`?([\w@()[\]./-]+\.\w+)(?::\d+)?`?\s*[:–—-]*\s*`([^`]+)`/i;

/** What of the issues it was shown a reviewer refutes, in JSON or in lines. What cannot be read refutes nothing; an issue answered twice, and differently, neither. Never throws. */
export function parseRefutations(answer: string): Refutation[] {
  const said = jsonInText(answer).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : (Answers.safeParse(value).data?.answers ?? [value])));
  const upheld = new Set(said.flatMap((each) => z.object({ issue: z.coerce.number(), refuted: z.literal(false) }).safeParse(each).data?.issue ?? []));
  const inJson = said.flatMap((each) => Answer.safeParse(each).data ?? []);
  const inLines = answer.split('\n').flatMap((line) => {
    const [, issue, path, code] = LINE.exec(line.slice(0, MOST_LINE)) ?? [];
    return path === undefined || code === undefined ? [] : [{ issue: Number(issue), path, code }];
  });
  return [...inJson, ...inLines]
    .filter(({ issue }) => !upheld.has(issue))
    .map(({ issue, path, code }) => ({ issue, path: path.trim().replace(/^(?:[ab]\/|\.\/)/, ''), code: code.slice(0, MOST_CODE) }));
}
