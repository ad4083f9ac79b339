import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod';
import type { Ids } from '../../ports/ids.ts';
import type { TestRun, Workshop, WorkshopFiles } from '../../ports/workshop.ts';
import { AwsError, awsCall } from './aws-error.ts';
import { readFunctionError } from './lambda-function-error.ts';
import { disclose, enclose, Envelope, MAX_PAYLOAD_BYTES, testRequest, testRunOf, WorkshopAnswer, type WorkshopRequest } from './lambda-workshop-wire.ts';

export type LambdaWorkshopOptions = {
  /** Its request timeout must be longer than a run takes. */
  readonly client: Pick<LambdaClient, 'send'>;
  /** The workshop function of one target, with the target's packages as a layer. */
  readonly functionArn: string;
  /** The file in the package that exports the handler, such as `index.mjs`. */
  readonly handlerFile: string;
  readonly ids: Ids;
  /** Before the second try when the function is throttled, doubled for each further one. Tests take less. */
  readonly patienceMs?: number;
};

const TRIES_WHEN_THROTTLED = 6;
const DETAIL = 'Lambda: a function with a role that may do nothing and without a way out, a fresh environment for each run';

/** What came of one invocation: an answer, or why there is none. */
type Outcome = { readonly ok: true; readonly answer: z.infer<typeof WorkshopAnswer> } | { readonly ok: false; readonly ended: TestRun['ended']; readonly message: string };

/**
 * Builds and tests in a Lambda function. Each run is a tenant of its own (`TenantId`), so Lambda's tenant isolation gives it an
 * environment that nobody used before. What comes back is checked: its shape, the proof that only the judging process was told, and
 * the package's digest. Throws `AwsError` when the function cannot be called at all, and on a file outside the work folder.
 */
export function lambdaWorkshop({ client, functionArn, handlerFile, ids, patienceMs = 500 }: LambdaWorkshopOptions): Workshop {
  const invoke = async (payload: string, tenantId: string): Promise<{ error: string | undefined; text: string }> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const { FunctionError, Payload } = await awsCall('lambda:InvokeFunction', `workshop function ${functionArn}`, () => client.send(new InvokeCommand({ FunctionName: functionArn, InvocationType: 'RequestResponse', TenantId: tenantId, Payload: Buffer.from(payload) })));
        return { error: FunctionError, text: Buffer.from(Payload ?? []).toString('utf8') };
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== 'PAWL-AWS-THROTTLED' || tries >= TRIES_WHEN_THROTTLED) throw error;
        await setTimeout(patienceMs * 2 ** (tries - 1));
      }
    }
  };

  const ask = async (request: z.input<typeof WorkshopRequest>): Promise<Outcome> => {
    const proof = ids.next('proof');
    const envelope = enclose(proof, request);
    const payload = JSON.stringify(envelope ?? '');
    if (envelope === undefined || Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) return { ok: false, ended: 'could-not-start', message: 'PAWL-WORKSHOP-TOO-LARGE: The service’s files are larger than the 6 MB that a Lambda function takes, even packed. Point the target’s directory at the service itself.' };
    const { error, text } = await invoke(payload, ids.next('run'));
    return error === undefined ? readAnswer(text, proof) : { ok: false, ...readFunctionError(text) };
  };

  return {
    isolation: async () => ({ kind: 'sandbox', detail: DETAIL }),
    async test(job) {
      refuseOutside(job.files);
      const outcome = await ask(testRequest(job));
      if (!outcome.ok) return noRun(outcome.ended, outcome.message);
      if (outcome.answer.kind === 'tested') return testRunOf(outcome.answer.run);
      return noRun('could-not-start', outcome.answer.kind === 'refused' ? `${outcome.answer.code}: ${outcome.answer.message}` : UNEXPECTED);
    },
    async pack({ files, entry }) {
      const outcome = await ask({ kind: 'pack', files: [...files], entry, handlerFile });
      if (!outcome.ok) return { ok: false, errors: [{ message: outcome.message }] };
      const { answer } = outcome;
      if (answer.kind === 'not-built') return { ok: false, errors: answer.errors };
      if (answer.kind === 'refused') return { ok: false, errors: [{ message: `${answer.code}: ${answer.message}` }] };
      if (answer.kind !== 'packed') return { ok: false, errors: [{ message: UNEXPECTED }] };
      const { digest, bundle, sourceMap } = answer;
      if (createHash('sha256').update(bundle).digest('hex') !== digest) return { ok: false, errors: [{ message: 'PAWL-WORKSHOP-ANSWER: The package is not the one whose digest came with it.' }] };
      return { ok: true, package: { digest, bundle, sourceMap } };
    },
  };
}

const UNEXPECTED = 'PAWL-WORKSHOP-ANSWER: The workshop function answered another question than the one asked.';

const noRun = (ended: TestRun['ended'], message: string): TestRun => ({ ended, exitCode: undefined, tests: [], coverage: new Map(), output: message, durationMs: 0, peakMemoryMb: undefined });

const readAnswer = (text: string, proof: string): Outcome => {
  const refused = (why: string): Outcome => ({ ok: false, ended: 'could-not-start', message: `PAWL-WORKSHOP-ANSWER: ${why} Nothing of it is believed.` });
  try {
    const envelope = Envelope.safeParse(JSON.parse(text));
    if (!envelope.success) return refused('The workshop function’s answer has an unknown shape.');
    if (envelope.data.proof !== proof) return refused('The answer was not given by the process that judges the tests.');
    const answer = WorkshopAnswer.safeParse(disclose(envelope.data));
    return answer.success ? { ok: true, answer: answer.data } : refused('The workshop function’s answer has an unknown shape.');
  } catch {
    return refused('The workshop function’s answer cannot be read.');
  }
};

/** Refused here already, as a workshop on this machine does: such a name is a mistake or worse. */
const refuseOutside = (files: WorkshopFiles): void => {
  for (const name of files.keys()) {
    const path = posix.normalize(name);
    if (path === '..' || path.startsWith('../') || posix.isAbsolute(path)) throw new RangeError(`${name} would lie outside the work folder.`);
  }
};
