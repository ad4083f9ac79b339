import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { AwsError } from '../../../../shared/adapters/aws/aws-error.ts';
import { phaseHandler, type Ground } from '../../../../shared/platform/phase-handler.ts';

const CONTEXT = { functionName: 'pawl-test-echo', awsRequestId: 'request-1', invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:pawl-test-echo', memoryLimitInMB: '128' } as Context;

const written: string[] = [];
const lines = (): Record<string, unknown>[] => written.filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as Record<string, unknown>);

beforeEach(() => {
  written.length = 0;
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) vi.spyOn(console, level).mockImplementation((text: unknown) => void written.push(String(text)));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const Input = z.object({ improvementId: z.string() });

describe('a phase as a Lambda function', () => {
  it('hands the parsed event to the phase, and makes what it stands on once', async () => {
    const dependencies = vi.fn((ground: Ground) => ({ ground }));
    const handler = phaseHandler({ name: 'echo', input: Input, run: async ({ improvementId }) => ({ next: improvementId }), dependencies });
    expect(await handler({ improvementId: 'a', more: 1 }, CONTEXT)).toEqual({ next: 'a' });
    expect(await handler({ improvementId: 'b' }, CONTEXT)).toEqual({ next: 'b' });
    expect(dependencies).toHaveBeenCalledTimes(1);
  });

  it('refuses an event that it cannot read by its code, and names every field', async () => {
    const handler = phaseHandler({ name: 'echo', input: z.object({ improvementId: z.string(), by: z.string() }), run: async () => ({}), dependencies: () => ({}) });
    await expect(handler({ improvementId: 7 }, CONTEXT)).rejects.toThrow(/^PAWL-INPUT-INVALID: echo .*improvementId: .*by: /);
  });

  it('logs an error with its code, and throws it under that code, for the state machine’s record', async () => {
    const denied = new AwsError('PAWL-AWS-DENIED', 'lambda:UpdateAlias on function orders failed: no.');
    const handler = phaseHandler({ name: 'echo', input: Input, run: async () => Promise.reject(denied), dependencies: () => ({}) });
    await expect(handler({ improvementId: 'a' }, CONTEXT)).rejects.toMatchObject({ name: 'PAWL-AWS-DENIED', message: 'PAWL-AWS-DENIED: lambda:UpdateAlias on function orders failed: no.' });
    expect(lines()).toContainEqual(expect.objectContaining({ level: 'ERROR', code: 'PAWL-AWS-DENIED', service: 'echo', function_request_id: 'request-1' }));
  });

  it('tries again to make what it stands on after that failed', async () => {
    let tries = 0;
    const handler = phaseHandler({
      name: 'echo', input: Input, run: async (_, ready: string) => ({ ready }),
      dependencies: () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
        return 'now';
      },
    });
    await expect(handler({ improvementId: 'a' }, CONTEXT)).rejects.toThrow('PAWL-UNEXPECTED: not yet');
    expect(await handler({ improvementId: 'a' }, CONTEXT)).toEqual({ ready: 'now' });
  });

  it('speaks in coded lines, and counts in the log', async () => {
    const handler = phaseHandler({
      name: 'echo', input: Input, dependencies: (ground) => ground,
      run: async (_, { host, metrics }) => {
        host.notify({ code: 'PAWL-GUARD-010', level: 'warning', text: 'acted', data: { improvementId: 'a' } });
        await metrics.publish([{ name: 'guard_acts', value: 2, unit: 'Count' }]);
        return {};
      },
    });
    await handler({ improvementId: 'a' }, CONTEXT);
    expect(lines()).toContainEqual(expect.objectContaining({ level: 'WARN', code: 'PAWL-GUARD-010', message: 'acted', data: { improvementId: 'a' } }));
    expect(lines()).toContainEqual(expect.objectContaining({ guard_acts: 2, _aws: expect.objectContaining({ CloudWatchMetrics: [expect.objectContaining({ Namespace: 'Pawl' })] }) as object }));
  });
});
