import type * as z from 'zod';
import type { Workshop } from '../../ports/workshop.ts';
import { zipPackage } from './lambda-workshop-zip.ts';
import { disclose, enclose, Envelope, testedAnswer, WorkshopRequest, type WorkshopAnswer } from './lambda-workshop-wire.ts';

type Answer = z.input<typeof WorkshopAnswer>;

/** Kept back of the function's own time, to read results and answer: a function that is ended tells nothing. */
const RESERVED_MS = 8000;

export type WorkshopServer = Pick<Workshop, 'test' | 'pack'> & {
  /** Where the target's packages are mounted, as `node_modules`. */
  readonly dependencies: string | undefined;
  /** What a run may hold at most, MB: less than the function has. */
  readonly memoryMb: number;
};

/**
 * The workshop's side of an invocation: one run, then an answer. `remainingMs`: what is left of the function's time.
 * Throws on an event that is none of Pawl's.
 */
export const serveWorkshop = async (event: unknown, remainingMs: number, server: WorkshopServer): Promise<Envelope> => {
  const envelope = Envelope.parse(event);
  const answer = await answerTo(WorkshopRequest.parse(disclose(envelope)), remainingMs, server);
  return enclose(envelope.proof, answer) ?? { proof: envelope.proof, plain: tooLong(answer) };
};

const answerTo = async (request: WorkshopRequest, remainingMs: number, { test, pack, dependencies, memoryMb }: WorkshopServer): Promise<Answer> => {
  if (request.kind === 'test') {
    const { kind: _kind, ...job } = request;
    const timeoutSeconds = Math.min(job.timeoutSeconds, (remainingMs - RESERVED_MS) / 1000);
    if (timeoutSeconds <= 0) return { kind: 'refused', code: 'PAWL-WORKSHOP-NO-TIME', message: `The workshop function has ${Math.round(remainingMs / 1000)} s, which is too short to run anything. Give it a longer timeout.` };
    return testedAnswer(await test({ ...job, dependencies, timeoutSeconds, memoryMb: Math.min(job.memoryMb, memoryMb) }));
  }
  const built = await pack({ files: request.files, entry: request.entry, dependencies });
  if (!built.ok) return { kind: 'not-built', errors: built.errors.map((error) => ({ ...error })) };
  const { digest, bundle, sourceMap } = zipPackage(built.package, request.handlerFile);
  return { kind: 'packed', digest, bundle: Buffer.from(bundle).toString('base64'), sourceMap: Buffer.from(sourceMap).toString('base64') };
};

const tooLong = (answer: Answer): Answer => ({
  kind: 'refused', code: 'PAWL-WORKSHOP-TOO-LARGE',
  message: `${answer.kind === 'tested' ? 'The results of the tests are' : 'The package is'} larger than the 6 MB that a Lambda function may answer.`,
});
