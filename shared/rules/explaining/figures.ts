/** Milliseconds as a person reads them: `8.4 ms`, `182 ms`, `1.24 s`. */
export const showMs = (ms: number | undefined): string => {
  if (ms === undefined) return '–';
  const size = Math.abs(ms);
  if (size >= 999.5) return `${(ms / 1000).toFixed(size >= 9995 ? 1 : 2)} s`;
  return `${size < 9.95 && size !== 0 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
};

/** A share (0–1) in percent, with as many decimals as it needs: `0.04 %`, `1.2 %`, `61 %`. */
export const showShare = (share: number | undefined): string => (share === undefined ? '–' : showPercent(100 * share));

/** A number that is percent already. */
export const showPercent = (percent: number): string => {
  const size = Math.abs(percent);
  const decimals = size === 0 || size >= 9.95 ? 0 : size >= 0.995 ? 1 : 2;
  return `${percent.toFixed(decimals)} %`;
};

/** Seconds as `0.4 s`, `92 s`, `2 min 5 s`, `1 h 4 min`. */
export const showSeconds = (seconds: number): string => {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 100) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
};

/** A count with thin groups: `12 480`. */
export const showCount = (count: number): string => Math.round(count).toString().replaceAll(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

/** Evidence as a factor: `0.3`, `18`, `1 200`, and `10^9` when it is beyond reading. `logE` is its natural logarithm. */
export const showEvidence = (logE: number): string => {
  const decades = logE / Math.LN10;
  if (decades >= 6) return `10^${Math.floor(decades)}`;
  if (decades < -3) return '< 0.001';
  const value = Math.exp(logE);
  return value >= 9.95 ? showCount(value) : value.toFixed(value < 0.095 ? 3 : 1);
};

/** `2026-11-21 16:04:05 UTC`. */
export const showInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
