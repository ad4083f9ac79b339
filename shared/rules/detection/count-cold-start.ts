import type { TargetState } from '../../domain/target-state.ts';
import type { VersionSlice } from '../../domain/version-slice.ts';
import { countMs } from './tally.ts';

/** A deployment starts every environment anew; that passes by itself. */
const SETTLED_AFTER_MS = 600_000;

/** Counts the first request of an environment, unless its version has only just come: in its first slice, or within ten minutes of being made the serving one. */
export const countColdStart = (state: TargetState, into: VersionSlice, request: { at: number; version: string; durationMs: number; initMs: number | undefined }): void => {
  const { at, version, durationMs, initMs } = request;
  const justDeployed = version === state.servingVersion && at - (state.servingSince ?? 0) < SETTLED_AFTER_MS;
  const firstSeen = state.slices.find((slice) => Object.hasOwn(slice.versions, version));
  if (justDeployed || firstSeen?.versions[version] === into) return;
  const cold = (into.cold ??= { ms: {}, initMs: {} });
  countMs(cold.ms, durationMs);
  if (initMs !== undefined) countMs(cold.initMs, initMs);
};
