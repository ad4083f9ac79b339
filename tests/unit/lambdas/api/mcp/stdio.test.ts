import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLIENTS, mcpClientConfig } from '../../../../../local/doors/mcp-client-config.ts';
import { serveMcpOverStdio, stdioAgent } from '../../../../../local/doors/mcp-stdio.ts';
import { message, openWorld, TEST_ROWS } from './mcp-world.ts';

let world: ReturnType<typeof openWorld>;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

const serve = () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const problems: string[] = [];
  const ended = serveMcpOverStdio({ rows: TEST_ROWS, dependencies: world.dependencies, version: '0', input, output, onProblem: ({ message: text }) => problems.push(text) }, stdioAgent({ user: 'ada', readOnly: false }));
  const answers = async () => (await output.toArray()).join('').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { id: number; result?: object; error?: { code: number } });
  return { input, output, problems, ended, answers };
};

describe('standard input and output', () => {
  it('goes on after what is no message, and tells whoever runs it', async () => {
    const { input, output, problems, ended, answers } = serve();
    input.end(`not json\n{"jsonrpc":"2.0"}\n[]\n\n${message('ping')}\n${message('no/such', {}, 2)}\n`);
    expect(await ended).toBe(true);
    output.end();
    expect((await answers()).map(({ id, error }) => [id, error?.code]).toSorted(([a = 0], [b = 0]) => a - b)).toEqual([[1, undefined], [2, -32_601]]);
    expect(problems).toHaveLength(4);
  });

  it('ends when a message has no end', async () => {
    const { input, ended, problems } = serve();
    for (let sent = 0; sent < 5; sent += 1) if (!input.write('x'.repeat(1_000_000))) await once(input, 'drain');
    expect(await ended).toBe(false);
    expect(problems.join()).toContain('maximum size');
  });

  it('waits for nobody who has gone: what was followed ends with the client', async () => {
    const { input, output, ended } = serve();
    input.write(`${message('tools/call', { name: 'trigger_improvement_cycle', arguments: { wait_seconds: 600 }, _meta: { progressToken: 1 } })}\n`);
    await once(output, 'data');
    input.destroy();
    output.destroy();
    expect(await ended).toBe(true);
  });

  it('is asked by its person’s agent, who can therefore not say yes to what it proposes', () => {
    expect(stdioAgent({ user: 'ada', tenants: ['acme'], readOnly: true })).toMatchObject({ name: 'agent for ada', kind: 'agent', door: 'mcp', may: ['read'], tenants: ['acme'] });
  });

  it('is written down for clients as they read it', () => {
    const launch = { command: '/n/node', args: ['/p/pawl.ts', '--config', 'C:\\a "b"\\pawl.config.json', 'mcp'] };
    expect(CLIENTS.map((client) => mcpClientConfig(client, launch))).toEqual([
      `${JSON.stringify({ mcpServers: { pawl: launch } }, null, 2)}\n`,
      `${JSON.stringify({ servers: { pawl: { type: 'stdio', ...launch } } }, null, 2)}\n`,
      '[mcp_servers.pawl]\ncommand = "/n/node"\nargs = ["/p/pawl.ts", "--config", "C:\\\\a \\"b\\"\\\\pawl.config.json", "mcp"]\n',
    ]);
  });
});
