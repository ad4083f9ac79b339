import type { Ids } from '../../../shared/ports/ids.ts';
import type { Seats } from '../../../shared/store/seats.ts';
import type { McpDoor } from '../api-options.ts';
import { whoOf } from '../caller-gate.ts';
import { endingStream } from '../ending-stream.ts';

export type SeatedMcpOptions = {
  /** Reports progress of what was begun, as long as was asked for. */
  readonly following: McpDoor;
  /** Answers at once: the agent asks again how it stands. */
  readonly atOnce: McpDoor;
  readonly seats: Pick<Seats, 'take'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly onFailure: (error: unknown) => void;
};

/** The agents' door where each call that is followed keeps a function busy: only so many are, over all environments together; beyond that what was asked for is done and answered at once. */
export const seatedMcp = ({ following, atOnce, seats, ids, onFailure }: SeatedMcpOptions): McpDoor => async (request, caller, takeAct) => {
  const isFollowed = request.method === 'POST' && (await request.clone().text()).includes('"progressToken"');
  const seat = isFollowed ? await seats.take(whoOf(caller), ids.next('seat')) : undefined;
  if (seat === undefined) return atOnce(request, caller, takeAct);
  const leave = (): Promise<void> => seat.leave().catch(onFailure);
  try {
    const answer = await following(request, caller, takeAct);
    if (answer.body === null) {
      await leave();
      return answer;
    }
    return new Response(endingStream(answer.body, { ended: leave }), { status: answer.status, headers: answer.headers });
  } catch (error) {
    await leave();
    throw error;
  }
};
