import { createHash, randomBytes } from 'node:crypto';
import { InvokeCommand, type InvokeCommandInput, type LambdaClient } from '@aws-sdk/client-lambda';
import * as fc from 'fast-check';
import { unzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { lambdaWorkshop } from '../../../../../shared/adapters/aws/lambda-workshop.ts';
import { serveWorkshop, type WorkshopServer } from '../../../../../shared/adapters/aws/lambda-workshop-server.ts';
import { systemIds } from '../../../../../shared/adapters/local/system-ids.ts';
import type { Package, TestJob, TestRun } from '../../../../../shared/ports/workshop.ts';

const PASSED: TestRun = { ended: 'exited', exitCode: 0, tests: [{ name: 'adds', file: 'a.test.ts', status: 'passed', durationMs: 2 }], coverage: new Map([['src/a.ts', { covered: new Set([1]), executable: new Set([1, 2]) }]]), output: 'fine', durationMs: 40, peakMemoryMb: 60 };
const MODULE: Package = { digest: '', bundle: new TextEncoder().encode('export const handler = 1;\n'), sourceMap: new TextEncoder().encode('{}') };
const JOB: TestJob = { files: new Map([['a.test.ts', 'test']]), dependencies: '/on/this/machine', command: ['node', '--test'], runner: 'node', timeoutSeconds: 60, memoryMb: 1536 };

type Answer = { FunctionError?: string; Payload: Uint8Array };
type Invoked = InvokeCommandInput & { readonly event: unknown };

/** The workshop function without Lambda: what is invoked is served at once, then `alter` may change what comes back. */
const inProcess = ({ server = {}, remainingMs = 100_000, alter = (answer: Answer) => answer }: { server?: Partial<WorkshopServer>; remainingMs?: number; alter?: (answer: Answer) => Answer } = {}) => {
  const invoked: Invoked[] = [];
  const send = async (command: unknown): Promise<Answer> => {
    if (!(command instanceof InvokeCommand)) throw new Error('not an invocation');
    const event: unknown = JSON.parse(new TextDecoder().decode(command.input.Payload as Uint8Array));
    invoked.push({ ...command.input, event });
    const answer = await serveWorkshop(event, remainingMs, { test: async () => PASSED, pack: async () => ({ ok: true, package: MODULE }), dependencies: '/opt/nodejs/node_modules', memoryMb: 1024, ...server });
    return alter({ Payload: Buffer.from(JSON.stringify(answer)) });
  };
  const client = { send } as unknown as LambdaClient;
  return { invoked, workshop: lambdaWorkshop({ client, functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders-workshop', handlerFile: 'index.mjs', ids: systemIds, patienceMs: 0 }) };
};

const answering = (Payload: unknown, FunctionError?: string) => inProcess({ alter: () => ({ Payload: Buffer.from(typeof Payload === 'string' ? Payload : JSON.stringify(Payload)), ...(FunctionError === undefined ? {} : { FunctionError }) }) }).workshop;

describe('the workshop on Lambda', () => {
  it('brings a run back as it was, whatever is in it', async () => {
    const Line = fc.integer({ min: 1, max: 5000 });
    const lines = fc.array(Line, { maxLength: 8 }).map((numbers) => new Set(numbers));
    const run = fc.record({
      ended: fc.constantFrom('exited', 'timed-out', 'out-of-memory', 'output-limit', 'could-not-start'),
      exitCode: fc.option(fc.integer(), { nil: undefined }),
      tests: fc.array(fc.record({ name: fc.string(), status: fc.constantFrom('passed', 'failed', 'skipped'), durationMs: fc.nat(), file: fc.string(), message: fc.string() }, { requiredKeys: ['name', 'status', 'durationMs'] }), { maxLength: 4 }),
      coverage: fc.array(fc.tuple(fc.oneof(fc.string(), fc.constant('__proto__')), fc.record({ covered: lines, executable: lines })), { maxLength: 4 }).map((files) => new Map(files)),
      output: fc.string({ unit: 'binary' }), durationMs: fc.nat(), peakMemoryMb: fc.option(fc.nat(), { nil: undefined }),
    }) satisfies fc.Arbitrary<TestRun>;
    await fc.assert(fc.asyncProperty(run, async (expected) => {
      expect(await inProcess({ server: { test: async () => expected } }).workshop.test(JOB)).toEqual(expected);
    }), { numRuns: 25 });
  });

  it('hands every file over as it is, but not where this machine keeps its packages, and no more memory than the function has', async () => {
    const files = new Map([['__proto__', 'a'], ['src/ä b.ts', 'ö\0\u2028'], ['large.txt', randomBytes(300_000).toString('hex')]]);
    let handed: TestJob | undefined;
    await inProcess({ server: { test: async (job) => { handed = job; return PASSED; } } }).workshop.test({ ...JOB, files });
    expect(handed).toEqual({ ...JOB, files, dependencies: '/opt/nodejs/node_modules', memoryMb: 1024, mayShareProcess: false });
  });

  it('gives each run a tenant of its own, so that none gets an environment which another has used', async () => {
    const { workshop, invoked } = inProcess();
    await Promise.all([workshop.test(JOB), workshop.test(JOB), workshop.pack({ ...JOB, entry: 'a.ts' })]);
    const tenants = invoked.map(({ TenantId }) => TenantId);
    expect(new Set(tenants).size).toBe(3);
    expect(tenants.join(' ')).toMatch(/^run-\w+ run-\w+ run-\w+$/);
  });

  it('gives tests less time than the function has, and says so when there is none', async () => {
    let timeoutSeconds = 0;
    const server = { test: async (job: TestJob) => { ({ timeoutSeconds } = job); return PASSED; } };
    await inProcess({ server, remainingMs: 30_000 }).workshop.test(JOB);
    expect(timeoutSeconds).toBe(22);
    expect(await inProcess({ server, remainingMs: 5000 }).workshop.test(JOB)).toMatchObject({ ended: 'could-not-start', tests: [], output: expect.stringContaining('PAWL-WORKSHOP-NO-TIME') });
  });

  it('gives a package as a zip whose digest is that of its bytes, the same for the same module', async () => {
    const packed = [];
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/Anchorage']) {
      vi.stubEnv('TZ', zone);
      const built = await inProcess().workshop.pack({ ...JOB, entry: 'a.ts' });
      if (!built.ok) throw new Error('not built');
      expect(built.package.digest).toBe(createHash('sha256').update(built.package.bundle).digest('hex'));
      expect(new Date(1980, 0, 1).getTimezoneOffset() === 0).toBe(zone === 'UTC');
      packed.push(built.package);
    }
    vi.unstubAllEnvs();
    expect(packed[1]).toEqual(packed[0]);
    expect(packed[2]).toEqual(packed[0]);
    expect(Object.entries(unzipSync(packed[0]?.bundle ?? new Uint8Array())).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])).toEqual([['index.mjs', 'export const handler = 1;\n'], ['index.mjs.map', '{}']]);
  });

  it('tells the place of what does not build', async () => {
    const errors = [{ message: 'no such file', path: 'a.ts', line: 1 }, { message: 'nothing to build' }];
    expect(await inProcess({ server: { pack: async () => ({ ok: false, errors }) } }).workshop.pack({ ...JOB, entry: 'a.ts' })).toEqual({ ok: false, errors });
  });

  it.each([
    ['another proof than the one sent', { proof: 'guessed', plain: { kind: 'tested', run: {} } }, /not given by the process that judges/],
    ['no envelope', { tests: ['all passed'] }, /unknown shape/],
    ['no JSON', 'all passed', /cannot be read/],
  ])('believes nothing of an answer with %s', async (_, payload, why) => {
    expect(await answering(payload).test(JOB)).toMatchObject({ ended: 'could-not-start', tests: [], output: expect.stringMatching(why) });
    expect(await answering(payload).pack({ ...JOB, entry: 'a.ts' })).toMatchObject({ ok: false, errors: [{ message: expect.stringMatching(why) }] });
  });

  it('believes no results of an unknown shape, and no package whose bytes are not those of its digest', async () => {
    const change = (text: string, by: string) => inProcess({ alter: ({ Payload }) => ({ Payload: Buffer.from(Buffer.from(Payload).toString('utf8').replace(text, by)) }) }).workshop;
    expect(await change('"passed"', '"excellent"').test(JOB)).toMatchObject({ ended: 'could-not-start', tests: [] });
    expect(await change('"bundle":"UEs', '"bundle":"UEt').pack({ ...JOB, entry: 'a.ts' })).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('not the one whose digest') }] });
  });

  it.each([
    ['{"errorMessage":"2026-01-01T00:00:00Z 4d2 Task timed out after 150.00 seconds"}', 'timed-out'],
    ['{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 4d2 Error: Task timed out after 3.00 seconds"}', 'timed-out'],
    ['{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 4d2 Error: Runtime exited with error: signal: killed"}', 'out-of-memory'],
    ['{"errorType":"Error","errorMessage":"Cannot find module"}', 'could-not-start'],
    ['', 'could-not-start'],
  ])('says of a function that ended without an answer (%s): %s', async (payload, ended) => {
    expect(await answering(payload, 'Unhandled').test(JOB)).toMatchObject({ ended, tests: [], exitCode: undefined, output: expect.stringContaining('PAWL-WORKSHOP-FAILED') });
  });

  it('tries again while the function is throttled, and gives up with the code', async () => {
    const throttled = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });
    const after = (failures: number) => {
      let calls = 0;
      return inProcess({ alter: (answer) => { calls += 1; if (calls <= failures) throw throttled; return answer; } }).workshop;
    };
    expect(await after(3).test(JOB)).toEqual(PASSED);
    await expect(after(99).test(JOB)).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED', message: expect.stringContaining('orders-workshop') });
  });

  it('refuses what Lambda could not take or give, and says so', async () => {
    const large = randomBytes(4_900_000).toString('latin1');
    expect(await inProcess().workshop.test({ ...JOB, files: new Map([['large.bin', large]]) })).toMatchObject({ ended: 'could-not-start', output: expect.stringContaining('PAWL-WORKSHOP-TOO-LARGE') });
    const bundle = new Uint8Array(randomBytes(4_900_000));
    expect(await inProcess({ server: { pack: async () => ({ ok: true, package: { ...MODULE, bundle } }) } }).workshop.pack({ ...JOB, entry: 'a.ts' })).toMatchObject({ ok: false, errors: [{ message: expect.stringContaining('PAWL-WORKSHOP-TOO-LARGE') }] });
  });

  it.each(['../escaped.ts', 'src/../../escaped.ts', '/etc/passwd'])('refuses %s before anything is sent', async (path) => {
    const { workshop, invoked } = inProcess();
    await expect(workshop.test({ ...JOB, files: new Map([[path, '']]) })).rejects.toThrow('outside the work folder');
    expect(invoked).toEqual([]);
  });
});
