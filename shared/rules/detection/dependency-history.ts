import type { DependencyHours } from '../../domain/dependency-hours.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { CallTally, Slice } from '../../domain/version-slice.ts';
import { addCall, quietCallTally } from './add-version.ts';
import { dependencyKey } from './dependency-hours.ts';

/** The calls of one shape in one stretch of time, from wherever and by whichever version they were made. */
export type DependencyStep = { readonly from: number; readonly to: number; readonly calls: CallTally };

/** One dependency over time: the calls of one method and shape. `callId`: of the place that makes most of them in the version that serves. `hours`: the last week, of the dependencies called most. */
export type DependencyHistory = { readonly method: string; readonly shape: string; readonly callId: string; readonly steps: readonly DependencyStep[]; readonly hours?: DependencyHours | undefined };

type Making = { readonly method: string; readonly shape: string; readonly steps: Map<Slice, CallTally>; readonly byId: Map<string, number> };

/** The dependencies that `version` calls, with what is known of their calls in each of the slices, oldest first; slices without such a call are left out. */
export const dependencyHistories = (state: Pick<TargetState, 'calls' | 'dependencies'>, slices: readonly Slice[], version: string): DependencyHistory[] => {
  const making = new Map<string, Making>();
  for (const slice of slices) {
    for (const [name, { calls }] of Object.entries(slice.versions)) {
      for (const [id, tally] of Object.entries(calls)) {
        const known = state.calls[id];
        if (known === undefined) continue;
        const key = `${known.method}\n${known.shape}`;
        const one = making.get(key) ?? { method: known.method, shape: known.shape, steps: new Map<Slice, CallTally>(), byId: new Map<string, number>() };
        making.set(key, one);
        const sum = one.steps.get(slice) ?? quietCallTally();
        one.steps.set(slice, sum);
        addCall(sum, tally);
        if (name === version) one.byId.set(id, (one.byId.get(id) ?? 0) + tally.calls);
      }
    }
  }
  return [...making.values()].flatMap(({ method, shape, steps, byId }) => {
    const [callId] = [...byId].sort(([, a], [, b]) => b - a)[0] ?? [];
    return callId === undefined ? [] : [{ method, shape, callId, hours: state.dependencies?.[dependencyKey({ method, shape })], steps: [...steps].map(([{ from, to }, calls]) => ({ from, to, calls })) }];
  });
};
