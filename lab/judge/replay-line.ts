import * as z from 'zod';
import type { JudgeSettings as Settings } from '../../shared/rules/judge/judge-settings.ts';
import { JudgeSettings, PHI_FLOOR } from '../../shared/rules/judge/judge-settings.ts';
import { Minute } from '../../shared/rules/judge/minute.ts';

/** A run's name, as text; a file of one run may leave it out. */
const runName = z.union([z.string(), z.number()]).optional().transform((run) => (run === undefined ? '' : String(run)));

/** 0.1 and 10 both mean 10 %; −30 and 0.3 both mean 30 % less. */
const fraction = z.number().transform((value) => (Math.abs(value) > 1 ? Math.abs(value) / 100 : Math.abs(value)));

const CLAIM_NAMES: Readonly<Record<string, 'latency' | 'failures' | 'slow-requests'>> = {
  latency: 'latency',
  p95: 'latency',
  failures: 'failures',
  errors: 'failures',
  'slow-requests': 'slow-requests',
  slow: 'slow-requests',
};
const claim = z.union([
  z.null(),
  fraction.transform((gain) => (gain === 0 ? null : { on: 'latency', gain })),
  z
    .looseObject({ on: z.string().optional(), metric: z.string().optional(), gain: fraction.optional(), reduction: fraction.optional(), thresholdMs: z.number().optional() })
    .transform(({ on, metric, gain, reduction, thresholdMs }) => {
      const name = on ?? metric ?? 'latency';
      return { on: CLAIM_NAMES[name] ?? name, gain: gain ?? reduction, thresholdMs: thresholdMs ?? 1 };
    }),
]);

const dispersion = z.number().positive();
const phi = z.union([
  dispersion.transform((value) => ({ failures: Math.max(value, PHI_FLOOR.failures), latency: Math.max(value, PHI_FLOOR.latency) })),
  z
    .looseObject({ failures: dispersion.optional(), latency: dispersion.optional() })
    .transform((each) => ({ failures: Math.max(each.failures ?? 0, PHI_FLOOR.failures), latency: Math.max(each.latency ?? 0, PHI_FLOOR.latency) })),
]);

/**
 * The first line of a run: `{ run, margin, claim, phi }`, all optional. `claim`: null or absent (none), a number (less latency by that
 * fraction) or `{ on, gain, thresholdMs? }`. `phi`: one number for both metrics or `{ failures, latency }`; never below the floors.
 * Any other setting of the judge may stand beside them under its own name (`alpha`, `burnInMinutes`, `windowMinutes`, …).
 */
const Header = z
  .looseObject({ run: runName, margin: fraction.optional(), claim: claim.nullish(), phi: phi.nullish() })
  .transform(({ run, margin, claim, phi, ...others }, context): { kind: 'header'; run: string; settings: Settings } => {
    const settings = JudgeSettings.safeParse({ ...others, claim: claim ?? null, ...(margin === undefined ? {} : { margin }), ...(phi ? { phi } : {}) });
    if (settings.success) return { kind: 'header', run, settings: settings.data };
    context.addIssue({ code: 'custom', message: z.prettifyError(settings.error) });
    return z.NEVER;
  });

/** Whole minutes since the epoch, from an index (as it is), seconds, or milliseconds since the epoch. */
const minuteNumber = z
  .number()
  .transform((value) => (value >= 1e11 ? Math.floor(value / 60_000) : value >= 1e9 ? Math.floor(value / 60) : value));

/** Counts that were not recorded are zero; a side that is null or absent is missing telemetry. */
const sideOf = (side: unknown): unknown => {
  if (side === undefined || side === null) return null;
  return typeof side === 'object' ? { failures: 0, slow: 0, slowMargin: 0, slowClaim: 0, ...side } : side;
};
const MinuteLine = z
  .looseObject({ run: runName, minute: minuteNumber, weight: z.number().optional(), canary: z.unknown().optional(), stable: z.unknown().optional() })
  .transform(({ run, minute, weight, canary, stable }, context): { kind: 'minute'; run: string; minute: Minute } => {
    const share = weight ?? 0.1;
    const parsed = Minute.safeParse({ minute, weight: share > 1 ? share / 100 : share, canary: sideOf(canary), stable: sideOf(stable) });
    if (parsed.success) return { kind: 'minute', run, minute: parsed.data };
    context.addIssue({ code: 'custom', message: z.prettifyError(parsed.error) });
    return z.NEVER;
  });

export type ReplayLine = z.infer<typeof Header> | z.infer<typeof MinuteLine> | { kind: 'bad'; reason: string };

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').slice(0, 300);

/** Reads one line of a recording. What has a `minute` is a minute; every other object is a run's header. */
export function parseReplayLine(text: string): ReplayLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'bad', reason: 'is not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'bad', reason: 'is not an object' };
  const parsed = 'minute' in value ? MinuteLine.safeParse(value) : Header.safeParse(value);
  return parsed.success ? parsed.data : { kind: 'bad', reason: oneLine(z.prettifyError(parsed.error)) };
}
