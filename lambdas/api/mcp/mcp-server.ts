import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema, CompleteRequestSchema, GetPromptRequestSchema, ListPromptsRequestSchema, ListResourcesRequestSchema, ListResourceTemplatesRequestSchema, ListToolsRequestSchema, ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv-provider.js';
import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import type { DoorDependencies } from '../../../shared/commands/table/door-dependencies.ts';
import { MOST_PERMISSIONS, type Caller } from '../../../shared/domain/caller.ts';
import type { McpAsking } from './ask-row.ts';
import { callTool } from './call-tool.ts';
import type { Progress } from './follow.ts';
import type { Followers } from './followers.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { getPrompt, listPrompts, takesTarget } from './prompts.ts';
import { ProtocolError } from './protocol-error.ts';
import { READ_MORE_TOOL } from './read-more.ts';
import { completedIds, listResources, readResource, resourceTemplates } from './resources.ts';
import { toolsFor } from './tool.ts';
import { errorResult } from './tool-result.ts';

export type McpOptions = {
  readonly rows: ReadonlyMap<string, CommandRow>;
  /** Asked anew for each request where it is a function, so that what is behind it may come and go. */
  readonly dependencies: DoorDependencies | (() => Promise<DoorDependencies>);
  readonly version: string;
  readonly followers: Followers;
  /** Told what nobody expected, with the words that the agent was given to name it by. */
  readonly onFailure?: (error: unknown, instance: string) => void;
};

/** Compiles schemas of questions to the client's person; none are asked, so one serves all servers. */
const VALIDATOR = new AjvJsonSchemaValidator();

/** Whoever comes in here is an agent, and may what agents may: look and ask, never decide. */
export const agentOf = (caller: Caller): Caller => ({ ...caller, kind: 'agent', door: 'mcp', may: caller.may.filter((one) => (MOST_PERMISSIONS.agent as readonly string[]).includes(one)) });

/** One server for one connection, or one request where there are no sessions. `session`: makes request ids unique, so that a message that is sent twice is done once. */
export const createMcpServer = ({ rows, dependencies, version, followers, onFailure }: McpOptions, whoever: Caller, session?: string): Server => {
  const caller = agentOf(whoever);
  const server = new Server({ name: 'pawl', title: 'Pawl', version }, { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} }, instructions: INSTRUCTIONS, jsonSchemaValidator: VALIDATOR });
  const asking = async (requestId?: string | number): Promise<McpAsking> => ({
    rows, caller, dependencies: typeof dependencies === 'function' ? await dependencies() : dependencies, requestId: session === undefined || requestId === undefined ? undefined : `mcp ${session} ${requestId}`,
  });

  /** What nobody expected is told without its inside, and noted with it. */
  const unexpected = (error: unknown): string => {
    const instance = `mcp-${crypto.randomUUID().slice(0, 8)}`;
    onFailure?.(error, instance);
    return `Pawl could not answer because of a fault of its own (${instance}).\nNext: what you asked for may or may not have been done: look with status before you try again, once; then tell your user.\nKind: failed`;
  };
  const guarded = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      throw error instanceof ProtocolError ? error : new ProtocolError('internal', unexpected(error));
    }
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...toolsFor(rows, caller).map(({ listed }) => listed), READ_MORE_TOOL] }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, requestId, sendNotification }) => {
    const progressToken = params._meta?.progressToken;
    const tell = progressToken === undefined ? undefined : (progress: Progress) => sendNotification({ method: 'notifications/progress', params: { progressToken, ...progress } });
    try {
      return await callTool({ name: params.name, arguments: params.arguments ?? {}, signal, tell }, await asking(requestId), followers);
    } catch (error) {
      return errorResult(unexpected(error));
    }
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => guarded(async () => listResources(await asking())));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => resourceTemplates());
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }) => guarded(async () => readResource(params.uri, await asking())));
  server.setRequestHandler(ListPromptsRequestSchema, () => listPrompts());
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => getPrompt(params.name, params.arguments));
  server.setRequestHandler(CompleteRequestSchema, ({ params: { ref, argument } }) => guarded(async () => {
    const template = ref.type === 'ref/resource' ? ref.uri : takesTarget(ref.name) && argument.name === 'target_id' ? 'pawl://lessons/{targetId}' : undefined;
    const values = template === undefined ? [] : await completedIds(template, argument.value, await asking());
    return { completion: { values, total: values.length, hasMore: false } };
  }));
  return server;
};
