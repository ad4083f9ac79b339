import type { Instant } from '../../domain/instant.ts';

const DAY_MS = 86_400_000;

/** The week of ISO 8601 in which a moment lies (UTC): `2026-W47`. Weeks begin on Monday; week 1 has the year's first Thursday. */
export const isoWeek = (at: Instant): string => {
  const day = new Date(Math.floor(at / DAY_MS) * DAY_MS);
  // The Thursday of the same week says which year the week belongs to.
  const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY_MS);
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
};
