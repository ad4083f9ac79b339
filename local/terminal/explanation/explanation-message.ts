import * as z from 'zod';
import { Explanation } from '../../../shared/domain/explanation.ts';
import type { Message } from '../../../shared/ports/host.ts';
import { ExplainableRows, renderExplainable } from './render-explainable.ts';
import { renderExplanation } from './render-explanation.ts';

const Page = z.object({ explanation: Explanation, ascii: z.boolean().default(false), improvement: z.object({ id: z.string(), state: z.string(), reason: z.string().optional() }).optional() });
const List = z.object({ rows: ExplainableRows, ascii: z.boolean().default(false) });

type Look = { readonly width: number; readonly colour: boolean; readonly ascii: boolean };

/** An explanation that comes as a message is a page of its own; `undefined` when the message is something else. */
export const explanationPage = ({ code, data }: Message, look: Look): string[] | undefined => {
  const page = code === 'PAWL-EXPLAIN-001' ? Page.safeParse(data).data : undefined;
  if (page === undefined) return undefined;
  const lines = renderExplanation(page.explanation, { ...look, ascii: page.ascii || look.ascii });
  return page.improvement === undefined ? lines : [...lines, `   ${page.improvement.id} took it up; it is ${page.improvement.state} now.`];
};

/** The list beneath the message that says how many there are. */
export const explainableList = ({ code, data }: Message, look: Look): string[] => {
  const list = code === 'PAWL-EXPLAIN-002' ? List.safeParse(data).data : undefined;
  return list === undefined ? [] : renderExplainable(list.rows, { ...look, ascii: list.ascii || look.ascii });
};
