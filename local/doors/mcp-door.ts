import type { McpDoor } from '../../lambdas/api/api-options.ts';
import type { McpOptions } from '../../lambdas/api/mcp/mcp-server.ts';

/** The MCP server behind `/mcp`, loaded when the first agent comes: most who open a page never bring one. */
export const mcpDoor = (options: Omit<McpOptions, 'followers'>): McpDoor => {
  let door: Promise<McpDoor> | undefined;
  const load = async (): Promise<McpDoor> => {
    const [{ mcpOverHttp }, { createFollowers }] = await Promise.all([import('../../lambdas/api/mcp/over-http.ts'), import('../../lambdas/api/mcp/followers.ts')]);
    return mcpOverHttp({ ...options, followers: createFollowers() });
  };
  return async (request, caller, takeAct) => {
    door ??= load();
    return (await door)(request, caller, takeAct);
  };
};
