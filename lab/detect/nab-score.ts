/**
 * The scoring of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms").
 * An early alarm in a labelled window is worth most, a missed window costs, a false alarm costs more the further it is from the window before it.
 */

/** First and last row of a labelled window, both inclusive. */
export type LabelledWindow = readonly [first: number, last: number];
/** The rows of one file: a score for each, and where its anomalies are. */
export type ScoredFile = { readonly scores: ArrayLike<number>; readonly windows: readonly LabelledWindow[] };
/** What one profile pays for: the best alarm of a window, a window without alarm, an alarm outside. */
export type Profile = { readonly tpWeight: number; readonly fnWeight: number; readonly fpWeight: number };

/** The three profiles of the benchmark, under the names of our figures. */
export const PROFILES = {
  standard: { tpWeight: 1, fnWeight: 1, fpWeight: 0.11 },
  lowFp: { tpWeight: 1, fnWeight: 1, fpWeight: 0.22 },
  lowFn: { tpWeight: 1, fnWeight: 2, fpWeight: 0.11 },
} as const satisfies Record<string, Profile>;

/** Rows at the beginning of a file whose alarms are ignored. */
export const probationRows = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750);

const sigmoid = (y: number): number => (y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1);
const EARLIEST = sigmoid(-1);

/** What alarms are worth: `window` is the window a row lies in (-1: none), `worth` 0–1 inside one and -1–0 outside, without a profile's weights. */
function worthOfRow(row: number, windows: readonly LabelledWindow[]): { window: number; worth: number } {
  let before: LabelledWindow | undefined;
  for (const [window, [first, last]] of windows.entries()) {
    if (row >= first && row <= last) return { window, worth: sigmoid(-(last - row + 1) / (last - first + 1)) / EARLIEST };
    if (row > last) before = windows[window];
  }
  return { window: -1, worth: before === undefined ? -1 : sigmoid((row - before[1]) / (before[1] - before[0])) };
}

const countWindows = (files: readonly ScoredFile[]): number => files.reduce((sum, { windows }) => sum + windows.length, 0);

/** 100 is perfect, 0 is no alarm at all; below 0, silence would have been better. */
export function normalised(raw: number, windows: number, { tpWeight, fnWeight }: Profile): number {
  return windows === 0 ? 0 : (100 * (raw + fnWeight * windows)) / ((tpWeight + fnWeight) * windows);
}

/** The sum of what the alarms at or above `threshold` are worth and of what missed windows cost. */
export function rawScore(files: readonly ScoredFile[], { tpWeight, fnWeight, fpWeight }: Profile, threshold: number): number {
  let raw = 0;
  for (const { scores, windows } of files) {
    const best = windows.map(() => Number.NEGATIVE_INFINITY);
    for (let row = probationRows(scores.length); row < scores.length; row += 1) {
      if (!((scores[row] ?? 0) >= threshold)) continue;
      const { window, worth } = worthOfRow(row, windows);
      if (window < 0) raw += fpWeight * worth;
      else best[window] = Math.max(best[window] ?? worth, worth);
    }
    for (const worth of best) raw += Number.isFinite(worth) ? tpWeight * worth : -fnWeight;
  }
  return raw;
}

/** The benchmark's score of all files together at one threshold. */
export const nabScore = (files: readonly ScoredFile[], profile: Profile, threshold: number): number =>
  normalised(rawScore(files, profile, threshold), countWindows(files), profile);

/**
 * The one threshold for all files that scores best *on these files* (so the score reads too high for others), by one pass over the
 * rows in falling order of score. `Infinity` and 0 when no alarm at all is best.
 */
export function bestThreshold(files: readonly ScoredFile[], profile: Profile): { threshold: number; score: number } {
  const rows = files.reduce((sum, { scores }) => sum + scores.length, 0);
  const score = new Float64Array(rows);
  const worth = new Float64Array(rows);
  const window = new Int32Array(rows);
  let filled = 0;
  let windowsBefore = 0;
  for (const { scores, windows } of files) {
    for (let row = probationRows(scores.length); row < scores.length; row += 1) {
      const at = worthOfRow(row, windows);
      score[filled] = scores[row] ?? 0;
      worth[filled] = at.worth;
      window[filled] = at.window < 0 ? -1 : windowsBefore + at.window;
      filled += 1;
    }
    windowsBefore += windows.length;
  }
  const order = new Uint32Array(filled).map((_, i) => i).sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0));

  const bestOf = new Float64Array(windowsBefore).fill(Number.NaN);
  let raw = -profile.fnWeight * windowsBefore;
  let best = { threshold: Number.POSITIVE_INFINITY, raw };
  for (const [place, row] of order.entries()) {
    const inWindow = window[row] ?? -1;
    const rowWorth = worth[row] ?? 0;
    if (inWindow < 0) raw += profile.fpWeight * rowWorth;
    else {
      const had = bestOf[inWindow] ?? Number.NaN;
      if (Number.isNaN(had)) raw += profile.tpWeight * rowWorth + profile.fnWeight;
      else if (rowWorth > had) raw += profile.tpWeight * (rowWorth - had);
      bestOf[inWindow] = Number.isNaN(had) ? rowWorth : Math.max(had, rowWorth);
    }
    const next = order[place + 1];
    const isLastOfItsScore = next === undefined || score[next] !== score[row];
    if (isLastOfItsScore && raw > best.raw) best = { threshold: score[row] ?? 0, raw };
  }
  return { threshold: best.threshold, score: normalised(best.raw, windowsBefore, profile) };
}
