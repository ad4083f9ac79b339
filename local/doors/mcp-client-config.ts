/** How clients write down which MCP servers there are. */
export const CLIENTS = ['standard', 'vscode', 'codex'] as const;
export type ClientOfMcp = (typeof CLIENTS)[number];

export type Launch = { readonly command: string; readonly args: readonly string[] };

/**
 * What stands in a client's configuration so that it starts this server. `standard`: `mcpServers`, as Claude Desktop, Claude Code (`.mcp.json`), Cursor,
 * Windsurf and others read it; `vscode`: `.vscode/mcp.json`; `codex`: `config.toml`.
 */
export const mcpClientConfig = (client: ClientOfMcp, { command, args }: Launch): string => {
  if (client === 'codex') return `[mcp_servers.pawl]\ncommand = ${JSON.stringify(command)}\nargs = [${args.map((word) => JSON.stringify(word)).join(', ')}]\n`;
  const server = { command, args };
  return `${JSON.stringify(client === 'vscode' ? { servers: { pawl: { type: 'stdio', ...server } } } : { mcpServers: { pawl: server } }, null, 2)}\n`;
};
