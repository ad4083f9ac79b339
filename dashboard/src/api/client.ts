import type { ActInput, ActName, ActOutput, ReadInput, ReadName, ReadOutput } from './commands.ts';
import { filledUp } from './filled-up.ts';
import { problemFrom, UNREACHABLE } from './problem.ts';
import { queryOf } from './query.ts';
import type { Result } from './result.ts';
import { session, signOut } from './session.ts';


const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

/** Sends a request with this tab's credential. A 401 ends the session. */
export const send = async (path: string, init: RequestInit = {}): Promise<Response | undefined> => {
  const { token } = session.get();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  try {
    const response = await fetch(path, { ...init, headers, credentials: 'omit', cache: 'no-store' });
    if (response.status === 401 && session.get().token === token) signOut('Your token is no longer accepted. It was revoked, it expired, or Pawl was started anew.');
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    return undefined;
  }
};

const ask = async <Value,>(path: string, init: RequestInit): Promise<Result<Value>> => {
  const response = await send(path, init);
  if (response === undefined) return { ok: false, problem: UNREACHABLE };
  const body = await jsonOf(response);
  if (response.ok && body !== undefined) return { ok: true, value: body as Value };
  return { ok: false, problem: problemFrom(response.status, body, response.headers.get('retry-after')) };
};

/** Asks a reading row of the command table. A page of a list is filled up where filters left it short. Rejects only when `signal` was aborted. */
export const read = <Name extends ReadName>(name: Name, input: ReadInput<Name>, signal?: AbortSignal): Promise<Result<ReadOutput<Name>>> =>
  filledUp(input, (asked) => ask<ReadOutput<Name>>(`./v1/${name}${queryOf(asked)}`, signal ? { signal } : {}));

/** Has something done. `key` makes it once however often it is sent: the same key for the same intention of a person. */
export const act = <Name extends ActName>(name: Name, input: ActInput<Name>, key: string = crypto.randomUUID()): Promise<Result<ActOutput<Name>>> =>
  ask(`./v1/${name}`, { method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(input) });
