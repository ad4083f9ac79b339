import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const FUNCTION = fileURLToPath(new URL('../../../support/traced-function.ts', import.meta.url));
const run = promisify(execFile);

/** What Lambda says of an invocation: its trace, and whether X-Ray takes a sample of it. */
const header = (trace: number, sampled: 0 | 1): string => `Root=1-65f0c1d2-0123456789abcdef0123456${trace};Parent=0123456789abcdef;Sampled=${sampled}`;

type Sent = { name: string; trace_id: string; fault?: boolean; annotations?: Record<string, unknown> };

/** Invokes the function, `EVENT HEADER` each, and collects what its process sends to X-Ray's daemon. */
const invoke = async (...invocations: readonly string[]): Promise<{ printed: string[]; sent: Sent[] }> => {
  const daemon = createSocket('udp4');
  const sent: Sent[] = [];
  daemon.on('message', (packet) => sent.push(JSON.parse(packet.toString('utf8').split('\n').at(-1) ?? '') as Sent));
  daemon.bind(0, '127.0.0.1');
  await once(daemon, 'listening');
  const home = await mkdtemp(join(tmpdir(), 'pawl-traced-'));
  try {
    const { stdout } = await run(process.execPath, [FUNCTION, ...invocations], {
      env: { PATH: process.env['PATH'], LAMBDA_TASK_ROOT: home, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', AWS_LAMBDA_FUNCTION_NAME: 'echo', _HANDLER: 'index.handler', AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`, AWS_REGION: 'us-east-1' },
    });
    return { printed: stdout.trim().split('\n'), sent };
  } finally {
    daemon.close();
    await rm(home, { recursive: true });
  }
};

describe('tracing where X-Ray takes a sample', () => {
  it('sends one segment of each sampled invocation, the first of a process too, and none of the others', async () => {
    const { printed, sent } = await invoke(`a ${header(1, 0)}`, `b ${header(2, 1)}`, `c ${header(3, 0)}`, `d ${header(4, 1)}`);
    expect(printed).toEqual(['done, not loaded', 'done, loaded', 'done, loaded', 'done, loaded']);
    expect(sent.map(({ name, trace_id }) => `${name} ${trace_id.at(-1)}`)).toEqual(['## index.handler 2', '## index.handler 4']);
    expect(sent[0]?.annotations).toMatchObject({ Service: 'echo' });
  });

  it('keeps the error of a sampled invocation', async () => {
    const { printed, sent } = await invoke(`broken ${header(1, 1)}`);
    expect(printed).toEqual(['failed: Error: broken, loaded']);
    expect(sent).toMatchObject([{ name: '## index.handler', fault: true }]);
  });

  it('loads nothing where nobody traces', async () => {
    expect(await invoke('a')).toEqual({ printed: ['done, not loaded'], sent: [] });
  });
});
