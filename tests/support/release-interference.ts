import { DeployerError } from '../../shared/ports/deployer.ts';
import type { Interceptor, PortCall } from './release-ports.ts';

/** What can go wrong at one of somebody's port calls, counted from 1. */
export type Mishap = {
  readonly at: number;
  /** `throttled`: refused, nothing happened. `answer-lost`: it happened, and the caller is told that it failed. `twice`: delivered a second time. `crash`: it and everything later never happens. */
  readonly kind: 'throttled' | 'answer-lost' | 'twice' | 'crash';
};

class Crashed extends Error {
  override name = 'Crashed';
}

const failure = ({ port, method }: PortCall, why: string): Error => (port === 'deployer' ? new DeployerError('throttled', `${method}: ${why}`) : new Error(`${port}.${method}: ${why}`));

/** An interceptor for one actor: `turn` decides when each of its calls may go on, `mishaps` what happens to some of them. */
export const interference = (mishaps: readonly Mishap[], turn: () => Promise<unknown>): Interceptor => {
  let calls = 0;
  let isDead = false;
  return async (call, run) => {
    await turn();
    calls += 1;
    const mishap = mishaps.find(({ at }) => at === calls)?.kind;
    isDead ||= mishap === 'crash';
    if (isDead) throw new Crashed('It is dead.');
    if (mishap === 'throttled') throw failure(call, 'too many requests');
    const result = await run();
    if (mishap === 'answer-lost' && call.changes) throw failure(call, 'timed out');
    return mishap === 'twice' && call.changes ? run() : result;
  };
};
