import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { answer } from '../../../shared/commands/answer.ts';
import { closestName } from '../../../shared/config/closest-name.ts';
import { refused } from '../../../shared/commands/dependencies.ts';
import { isPermitted } from '../../../shared/domain/caller.ts';
import { askRowWithin, type McpAsking } from './ask-row.ts';
import type { Cut } from './fit-answer.ts';
import { followed, type Waiting } from './follow-act.ts';
import type { Followers } from './followers.ts';
import { READ_MORE, readMore } from './read-more.ts';
import { refusalText } from './refusal-text.ts';
import { LONGEST_WAIT_SECONDS, toolNamed, toolsFor, USUAL_WAIT_SECONDS, type RowTool } from './tool.ts';
import { errorResult, MOST_STRUCTURED_BYTES, toolResult } from './tool-result.ts';

export type Call = {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
} & Pick<Waiting, 'signal' | 'tell'>;

/** Does what a tool promises. What was not done is answered as an error that an agent can act on. */
export const callTool = async (call: Call, asking: McpAsking, followers: Followers): Promise<CallToolResult> => {
  if (call.name === READ_MORE) return readMore(call.arguments, asking);
  const tool = toolNamed(call.name, asking.rows);
  if (tool === undefined) return errorResult(unknownTool(call.name, asking));
  if (!isPermitted(asking.caller, tool.row.permission)) {
    const refusal = await answer(asking.rows, { command: tool.row.name, input: {}, caller: asking.caller, requestId: asking.requestId }, asking.dependencies);
    return refusedResult(refusal.ok ? refused(`${tool.row.name} is not for agents.`, 'forbidden') : refusal, asking);
  }
  const { wait_seconds: wait, ...said } = tool.follows ? call.arguments : { ...call.arguments, wait_seconds: undefined };
  const waitSeconds = wait ?? USUAL_WAIT_SECONDS;
  if (typeof waitSeconds !== 'number' || !(waitSeconds >= 0 && waitSeconds <= LONGEST_WAIT_SECONDS)) return refusedResult(refused(`wait_seconds: a number from 0 to ${LONGEST_WAIT_SECONDS}.`, 'invalid'), asking);
  const own = tool.follows ? said : call.arguments;
  return tool.row.kind === 'read' ? read(tool, own, asking) : act(tool, own, { signal: call.signal, tell: call.tell, waitSeconds }, asking, followers);
};

const read = async (tool: RowTool, said: Readonly<Record<string, unknown>>, asking: McpAsking): Promise<CallToolResult> => {
  const asked = await askRowWithin(tool, said, asking, MOST_STRUCTURED_BYTES);
  if (!asked.ok) return refusedResult(asked, asking);
  if (asked.answer === undefined) return errorResult(`The answer is too long to be shown at once.\nNext: read_more({ "tool": "${tool.listed.name}", "arguments": … }) gives it in pieces.\nKind: refused`);
  return told(tool, said, asked.answer.value, asked.answer.cuts);
};

const act = async (tool: RowTool, said: Readonly<Record<string, unknown>>, waiting: Waiting, asking: McpAsking, followers: Followers): Promise<CallToolResult> => {
  const asked = await askRowWithin(tool, said, asking, MOST_STRUCTURED_BYTES / 2);
  if (!asked.ok) return refusedResult(asked, asking);
  const done = asked.answer ?? { value: {}, cuts: [] };
  const ended = await followed(tool, said, done.value, waiting, asking, followers);
  return told(tool, said, { ...(done.value as object), ...ended }, done.cuts);
};

const told = ({ listed, wrapped }: RowTool, said: Readonly<Record<string, unknown>>, value: unknown, cuts: readonly Cut[]): CallToolResult =>
  toolResult({ tool: listed.name, heading: `${listed.title}.`, arguments: said }, { value: wrapped ? { value } : (value as Record<string, unknown>), cuts });

const refusedResult = (refusal: ReturnType<typeof refused>, { rows }: McpAsking): CallToolResult => errorResult(refusalText(refusal, rows.values()));

const unknownTool = (name: string, { rows, caller }: McpAsking): string => {
  const names = [...toolsFor(rows, caller).map(({ listed }) => listed.name), READ_MORE];
  const closest = closestName(name.slice(0, 100), names);
  return refusalText(refused(`There is no tool "${name.slice(0, 100)}".${closest === undefined ? '' : ` Did you mean ${closest}?`}`, 'not-found'), rows.values(), 'Nothing was done. Use one of the tools that were listed; what is not among them is not for agents.');
};
