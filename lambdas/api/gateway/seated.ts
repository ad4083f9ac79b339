import type { Caller } from '../../../shared/domain/caller.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { Ids } from '../../../shared/ports/ids.ts';
import type { Seat, Seats } from '../../../shared/store/seats.ts';
import { whoOf } from '../caller-gate.ts';
import { endingStream } from '../ending-stream.ts';
import { problemOf, PROBLEMS } from '../problem.ts';
import { DATA_POLICY, SECURITY_HEADERS } from '../security-headers.ts';

export type SeatedOptions = { readonly seats: Pick<Seats, 'take'>; readonly clock: Pick<Clock, 'now'>; readonly ids: Pick<Ids, 'next'>; readonly onFailure: (error: unknown) => void };

/** A stream is not cut at once when its seat is taken; its sign of life comes about as often as this. */
const LOOK_EVERY_MS = 10_000;
const AGAIN_SECONDS = 30;

/**
 * A live stream, as it may be sent where each one keeps a function busy and nobody is told that its reader has gone: on a seat, of which there are so many
 * for all environments together. It ends when a newer stream of the same caller has taken its seat. Any other answer is left as it is.
 */
export const seated = async (answer: Response, caller: Caller | undefined, { seats, clock, ids, onFailure }: SeatedOptions): Promise<Response> => {
  const { body } = answer;
  if (body === null || caller === undefined || !isLive(answer)) return answer;
  let seat: Seat | undefined;
  try {
    seat = await seats.take(whoOf(caller), ids.next('seat'));
  } catch (error) {
    await body.cancel();
    throw error;
  }
  if (seat === undefined) {
    await body.cancel();
    return nowhereToSit(ids.next('request'));
  }
  return new Response(whileHeld(body, seat, { clock, onFailure }), { status: answer.status, headers: answer.headers });
};

const isLive = ({ status, headers }: Response): boolean => status === 200 && (headers.get('content-type') ?? '').startsWith('text/event-stream');

/** The seat is left before the stream is over: what comes after may be kept waiting until the next request. */
const whileHeld = (body: ReadableStream<Uint8Array>, seat: Seat, { clock, onFailure }: Pick<SeatedOptions, 'clock' | 'onFailure'>): ReadableStream<Uint8Array> => {
  let lookedAt = clock.now();
  const isHeld = async (): Promise<boolean> => {
    if (clock.now() - lookedAt < LOOK_EVERY_MS) return true;
    lookedAt = clock.now();
    // Who cannot look does not know better than before.
    return seat.isHeld().catch((error: unknown) => {
      onFailure(error);
      return true;
    });
  };
  return endingStream(body, { ended: () => seat.leave().catch(onFailure), goesOn: isHeld });
};

const nowhereToSit = (instance: string): Response =>
  new Response(JSON.stringify(problemOf('off', 'Too many listen at the moment: ask for status now and then instead.', instance)), {
    status: PROBLEMS.off[0],
    headers: { ...SECURITY_HEADERS, 'content-type': 'application/problem+json', 'content-security-policy': DATA_POLICY, 'cache-control': 'no-store', 'retry-after': String(AGAIN_SECONDS) },
  });
