import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { createFollowers } from '../../lambdas/api/mcp/followers.ts';
import { createMcpServer, type McpOptions } from '../../lambdas/api/mcp/mcp-server.ts';
import type { Caller } from '../../shared/domain/caller.ts';

/** A proposed patch is the longest thing that is said; several may come at once. */
const MOST_BUFFERED_BYTES = 4_000_000;
const MOST_LAST_WAIT_MS = 3000;
const LOOK_MS = 20;

export type McpOverStdio = Omit<McpOptions, 'followers'> & {
  readonly input: Readable;
  /** Nothing but the protocol may be written here. */
  readonly output: Writable;
  /** Told what came in that is no message; the client hears of it only by getting no answer. */
  readonly onProblem?: (problem: Error) => void;
};

/**
 * Who asks through standard input: whatever the client's person chose to let it see, as an agent of this person's, who therefore cannot say yes to what
 * it proposes. No credential is read, so none can be borrowed.
 */
export const stdioAgent = ({ user, tenants, readOnly }: { readonly user: string; readonly tenants?: readonly string[] | undefined; readonly readOnly: boolean }): Caller => ({
  name: `agent for ${user}`.slice(0, 200), kind: 'agent', door: 'mcp', may: readOnly ? ['read'] : ['read', 'operate'], tenants: tenants === undefined ? 'all' : [...tenants], groups: [],
});

/** Serves one client until it closes its end or says too much at once; `false` in that case. */
export const serveMcpOverStdio = async ({ input, output, onProblem, ...options }: McpOverStdio, caller: Caller): Promise<boolean> => {
  const server = createMcpServer({ ...options, followers: createFollowers() }, caller, randomUUID());
  const ended = new Promise<boolean>((resolve) => {
    for (const event of ['end', 'close'] as const) input.once(event, () => resolve(true));
    // The client may go without a word: nobody reads what is written then.
    output.once('error', () => resolve(true));
    Object.assign(server, { onerror: (problem: Error) => onProblem?.(problem), onclose: () => resolve(input.readableEnded || input.destroyed) });
  });
  const transport = new StdioServerTransport(input, output, { maxBufferSize: MOST_BUFFERED_BYTES });
  await server.connect(transport);
  const unanswered = unansweredOn(transport);
  const wasWhole = await ended;
  // Whoever pipes questions in and closes its end still reads the answers.
  for (let waitedMs = 0; unanswered.size > 0 && waitedMs < MOST_LAST_WAIT_MS && !output.destroyed; waitedMs += LOOK_MS) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  await server.close();
  return wasWhole;
};

/** The questions that came in and have no answer yet. */
const unansweredOn = (transport: StdioServerTransport): ReadonlySet<unknown> => {
  const unanswered = new Set<unknown>();
  const { onmessage } = transport;
  const send = transport.send.bind(transport);
  Object.assign(transport, {
    onmessage: (message: JSONRPCMessage): void => {
      if ('id' in message && 'method' in message) unanswered.add(message.id);
      onmessage?.(message);
    },
    send: async (message: JSONRPCMessage): Promise<void> => {
      await send(message);
      if ('id' in message && !('method' in message)) unanswered.delete(message.id);
    },
  });
  return unanswered;
};
