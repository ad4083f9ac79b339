/** `accuracy` (GA): lines in correct groups of all lines. `f1` (FGA): harmonic mean of correct of predicted and of true groups. */
export type GroupingScore = { readonly accuracy: number; readonly f1: number; readonly predicted: number; readonly actual: number; readonly correct: number };

const linesByGroup = (groups: readonly (string | number)[]): Map<string | number, number> => {
  const lines = new Map<string | number, number>();
  for (const group of groups) lines.set(group, (lines.get(group) ?? 0) + 1);
  return lines;
};

/** A predicted group is correct when its set of lines is exactly that of a true group (Zhu et al., ICSE-SEIP 2019; Khan et al., ICSE 2022). */
export const groupingScore = (predicted: readonly (string | number)[], actual: readonly string[]): GroupingScore => {
  const predictedLines = linesByGroup(predicted);
  const actualLines = linesByGroup(actual);
  /** Lines that a predicted and a true group have in common. */
  const pairs = new Map<string | number, Map<string, number>>();
  for (const [index, group] of predicted.entries()) {
    const truth = actual[index] ?? '';
    const row = pairs.get(group) ?? new Map<string, number>();
    pairs.set(group, row.set(truth, (row.get(truth) ?? 0) + 1));
  }
  let correct = 0;
  let lines = 0;
  for (const [group, row] of pairs) {
    for (const [truth, common] of row) {
      if (common !== predictedLines.get(group) || common !== actualLines.get(truth)) continue;
      correct += 1;
      lines += common;
    }
  }
  return { accuracy: lines / Math.max(1, actual.length), f1: (2 * correct) / Math.max(1, predictedLines.size + actualLines.size), predicted: predictedLines.size, actual: actualLines.size, correct };
};
