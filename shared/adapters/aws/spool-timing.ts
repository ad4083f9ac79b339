/**
 * How long the way of a log line into the spool may take before the reader goes past it.
 *
 * - `deliveryMs`: from the line's own time to its arrival at the intake. CloudWatch Logs promises "usually less than three minutes" and
 *   mostly takes a few seconds. What takes longer is read all the same, at the place of its arrival (see `placeOf`).
 * - `visibilityMs`: from the time in an object's key to the moment when a listing shows it: the put itself, and clocks of intakes
 *   that differ. Nothing younger is read. The writer gives a put up before that and puts again under a new time.
 * - `duplicateMs`: how much later the same batch may be delivered again. Lambda repeats an asynchronous call that failed after one and
 *   after two minutes.
 */
export type SpoolTiming = { readonly deliveryMs: number; readonly visibilityMs: number; readonly duplicateMs: number };

export const SPOOL_TIMING: SpoolTiming = { deliveryMs: 30_000, visibilityMs: 5_000, duplicateMs: 300_000 };
