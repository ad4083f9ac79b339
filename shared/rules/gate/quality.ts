export type QualityInput = {
  readonly testsPassed: boolean;
  /** 0–1; `undefined` when no changed line can run. */
  readonly coverage: number | undefined;
  readonly coverageMeasured: boolean;
  readonly typesChecked: boolean;
  readonly worstComplexityRise: number;
  readonly changedLines: number;
};

const WEIGHTS = { tests: 0.4, coverage: 0.3, types: 0.1, complexity: 0.1, size: 0.1 } as const;
/** What is unknown counts as a little more than half: neither proof nor refutation. */
const UNKNOWN = 0.6;
const SMALL_CHANGE_LINES = 60;
const LARGE_CHANGE_LINES = 800;
const STEEP_RISE = 8;

/**
 * 0–1, to be held against IMPROVEMENT_QUALITY_THRESHOLD: .4 tests + .3 coverage of the changed lines + .1 types + .1 complexity + .1 size.
 * Complexity falls from 1 to 0 over a rise of 0 to 8 in one function; size is 1 up to 60 changed lines and falls to 0 at 800.
 */
export function qualityOf({ testsPassed, coverage, coverageMeasured, typesChecked, worstComplexityRise, changedLines }: QualityInput): number {
  const parts = {
    tests: testsPassed ? 1 : 0,
    coverage: coverageMeasured ? (coverage ?? 1) : UNKNOWN,
    types: typesChecked ? 1 : UNKNOWN,
    complexity: between(1 - worstComplexityRise / STEEP_RISE),
    size: between((LARGE_CHANGE_LINES - changedLines) / (LARGE_CHANGE_LINES - SMALL_CHANGE_LINES)),
  };
  const sum = WEIGHTS.tests * parts.tests + WEIGHTS.coverage * parts.coverage + WEIGHTS.types * parts.types + WEIGHTS.complexity * parts.complexity + WEIGHTS.size * parts.size;
  return Math.round(sum * 1000) / 1000;
}

const between = (value: number): number => Math.min(1, Math.max(0, value));
