import type { Profile, ScoredFile } from './nab-score.ts';
import { bestThreshold, normalised, rawScore } from './nab-score.ts';

/** The score when each category is judged at the threshold that is best for the *other* categories: nearer to what unseen series give than the optimum on all. */
export function leaveOneCategoryOut(files: readonly (ScoredFile & { readonly category: string })[], profile: Profile): number {
  let raw = 0;
  let windows = 0;
  for (const category of new Set(files.map((file) => file.category))) {
    const { threshold } = bestThreshold(files.filter((file) => file.category !== category), profile);
    const left = files.filter((file) => file.category === category);
    raw += rawScore(left, profile, threshold);
    windows += left.reduce((sum, file) => sum + file.windows.length, 0);
  }
  return normalised(raw, windows, profile);
}
