import type { Handler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isPermitted } from '../../shared/domain/caller.ts';
import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import { answerCommand } from './answer-command.ts';
import type { ApiEnv } from './app.ts';
import type { ApiOptions } from './api-options.ts';
import { answeredOnce, KEY, type KeptAnswer } from './idempotent-answers.ts';
import { problemOf, PROBLEMS, ProblemError } from './problem.ts';
import { readJsonBody } from './read-json-body.ts';

const MOST_BYTES = 64 * 1024;
/** A proposal brings a patch. */
const MOST_BYTES_OF_A_PROPOSAL = 1024 * 1024;

export const mostBytesOf = ({ name }: Pick<CommandRow, 'name'>): number => (name === 'propose' ? MOST_BYTES_OF_A_PROPOSAL : MOST_BYTES);

/** `POST /v1/<name>` with a JSON body. With an `Idempotency-Key`, told again within a day it is done once. */
export const actRoute = (row: CommandRow, options: ApiOptions): Handler<ApiEnv> => async (c) => {
  const caller = c.get('caller');
  const instance = c.get('instance');
  const input = await readJsonBody(c.req.raw, mostBytesOf(row));
  const key = c.req.header('idempotency-key');
  if (key !== undefined && !KEY.test(key)) throw new ProblemError('malformed', 'An Idempotency-Key has 1 to 200 visible characters.');
  // What may not be done at all is refused without looking at keys: nothing is kept of it.
  if (key === undefined || !isPermitted(caller, row.permission)) {
    return c.body(JSON.stringify(await answerCommand(options, { row, input, caller })), 200, { 'content-type': 'application/json' });
  }
  const dependencies = typeof options.dependencies === 'function' ? await options.dependencies() : options.dependencies;
  const { status, body, replayed } = await answeredOnce(dependencies, { caller, key: key.replace(/^"(.*)"$/, '$1'), command: row.name, input }, (requestId) =>
    perform(() => answerCommand({ ...options, dependencies }, { row, input, caller, requestId }), instance));
  if (replayed) c.header('idempotency-replayed', 'true');
  return c.body(body, status as ContentfulStatusCode, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
};

/** A refusal is an answer like any other, and kept like one. */
const perform = async (act: () => Promise<unknown>, instance: string): Promise<KeptAnswer> => {
  try {
    return { status: 200, body: JSON.stringify(await act()) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { status: PROBLEMS[error.code][0], body: JSON.stringify(problemOf(error.code, error.message, instance)) };
  }
};
