import { DeployerError } from '../../shared/ports/deployer.ts';
import type { Interceptor, PortCall } from './release-ports.ts';

/** `throttled`: refused, nothing happened. `lost`: it never arrived, and fails. `answer-lost`: it happened, and the caller is told that it failed. `twice`: delivered a second time. `crash`: it and everything later never happens. */
export const MISHAPS = ['throttled', 'lost', 'answer-lost', 'twice', 'crash'] as const;

/** What can go wrong at one of somebody's port calls, counted from 1. */
export type Mishap = { readonly at: number; readonly kind: (typeof MISHAPS)[number] };

class Crashed extends Error {
  override name = 'Crashed';
}

const failure = ({ port, method }: PortCall, code: 'throttled' | 'unreachable'): Error => (port === 'deployer' ? new DeployerError(code, `${method}: ${code}`) : new Error(`${port}.${method}: ${code}`));

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
    if (mishap === 'throttled') throw failure(call, 'throttled');
    if (mishap === 'lost') throw failure(call, 'unreachable');
    const result = await run();
    if (mishap === 'answer-lost' && call.changes) throw failure(call, 'unreachable');
    return mishap === 'twice' && call.changes ? run() : result;
  };
};
