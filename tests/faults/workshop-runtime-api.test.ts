import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { lambdaWorkshop } from '../../shared/adapters/aws/lambda-workshop.ts';
import { systemIds } from '../../shared/adapters/local/system-ids.ts';
import type { TestRun } from '../../shared/ports/workshop.ts';
import { startRuntimeApi, type RuntimeApi } from '../support/runtime-api.ts';

const ROOT = join(import.meta.dirname, '../..');
const FUNCTION = [join(ROOT, 'tests/support/lambda-runtime.mjs'), join(ROOT, 'lambdas/validation/workshop.handler.ts')];

/** Lambda runs functions as an ordinary user, and so does this: root may read everything. */
const asOrdinaryUser = (...words: readonly string[]): [string, string[]] => {
  const [program = '', ...args] = process.getuid?.() === 0 ? ['setpriv', '--reuid=61234', '--regid=61234', '--clear-groups', '--', 'sh', '-c', 'exec "$@"', 'sh', ...words] : words;
  return [program, args];
};

const [trial, trialArgs] = asOrdinaryUser(process.execPath, '--eval', `require('node:fs').readFileSync(${JSON.stringify(FUNCTION[1])})`);
const works = process.platform === 'linux' && spawnSync(trial, trialArgs).status === 0;

/** Runs one test file in the real handler, in a process of its own that takes its events from the runtime API. */
const testThere = async (api: RuntimeApi, text: string): Promise<TestRun> => {
  const send = async (command: InvokeCommand) => ({ Payload: Buffer.from(await api.invoke(Buffer.from(command.input.Payload as Uint8Array).toString('utf8'))) });
  const client = { send } as unknown as LambdaClient;
  return lambdaWorkshop({ client, functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:workshop', handlerFile: 'index.mjs', ids: systemIds })
    .test({ files: new Map([['a.test.mjs', `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n${text}`]]), dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 20, memoryMb: 512 });
};

const temporary = mkdtempSync(join(tmpdir(), 'pawl-runtime-api-'));
chmodSync(temporary, 0o1777);

afterAll(() => { rmSync(temporary, { recursive: true }); });

const start = (api: RuntimeApi) => {
  const [program, args] = asOrdinaryUser(process.execPath, '--disable-warning=ExperimentalWarning', ...FUNCTION);
  return api.start(program, args, { PATH: process.env['PATH'], AWS_SESSION_TOKEN: 'secret-of-the-function', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024', TMPDIR: temporary });
};

describe.skipIf(!works)('the workshop function beside Lambda’s runtime API', () => {
  it('hides the process that judges: no memory, environment or open file of it or of the runner can be reached from a test', async () => {
    await using api = await startRuntimeApi();
    start(api);
    const run = await testThere(api, `import { openSync, readdirSync, readFileSync } from 'node:fs';
      const above = (pid) => Number(/^PPid:\\t(\\d+)/m.exec(readFileSync('/proc/' + pid + '/status', 'utf8'))[1]);
      test('cannot look', () => {
        assert.doesNotMatch(JSON.stringify(process.env), /secret-of-the-function|AWS_/);
        for (const judge of [process.ppid, above(process.ppid)]) {
          for (const file of ['mem', 'environ']) assert.throws(() => openSync('/proc/' + judge + '/' + file, 'r'), { code: 'EACCES' }, file);
          assert.throws(() => readdirSync('/proc/' + judge + '/fd'), { code: 'EACCES' });
        }
      });`);
    expect(run.tests.map(({ name, status, message }) => `${name} ${message ?? status}`)).toEqual(['cannot look passed']);
  });

  it('is not believed when a test answers the invocation in its place, even where the runtime API takes it', async () => {
    await using api = await startRuntimeApi();
    start(api);
    const forged = { kind: 'tested', run: { ended: 'exited', exitCode: 0, tests: [{ name: 'real', status: 'passed', durationMs: 1 }], coverage: [], output: '', durationMs: 1, peakMemoryMb: null } };
    const run = await testThere(api, `test('real', async () => {
      const answer = (proof) => fetch('http://${api.address}/2018-06-01/runtime/invocation/request-1/response', { method: 'POST', body: JSON.stringify({ proof, plain: ${JSON.stringify(forged)} }) });
      assert.equal((await answer('guessed')).status, 202);
      await answer('');
      assert.fail('wrong');
    });`);
    expect(run).toMatchObject({ ended: 'could-not-start', tests: [], output: expect.stringContaining('not given by the process that judges') });
  });

  it('is not believed when a test ends it', async () => {
    await using api = await startRuntimeApi();
    const runtime = start(api);
    const ended = new Promise((resolve) => { runtime.on('exit', resolve); });
    const answered = testThere(api, `import { readFileSync } from 'node:fs';
      process.kill(Number(/^PPid:\\t(\\d+)/m.exec(readFileSync('/proc/' + process.ppid + '/status', 'utf8'))[1]), 'SIGKILL');`);
    const outcome = await Promise.race([answered.then(() => 'answered'), ended.then(() => 'ended without an answer')]);
    expect(outcome).toBe('ended without an answer');
  });
});
