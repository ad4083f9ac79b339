export type QualityInput = {
  readonly testsPassed: boolean;
  /** 0–1; `undefined` when no changed line can run. */
  readonly coverage: number | undefined;
  readonly coverageMeasured: boolean;
  readonly typesChecked: boolean;
  /** `owed`: failures are answered and no test shows that they are; `none`: nothing of the kind is owed. */
  readonly proof: 'proven' | 'owed' | 'none';
  /** Whether old and new code answered recorded inputs alike. */
  readonly behaviourCompared: boolean;
  readonly worstComplexityRise: number;
  readonly changedLines: number;
};

const WEIGHTS = { tests: 0.35, coverage: 0.25, types: 0.1, proof: 0.1, behaviour: 0.05, complexity: 0.075, size: 0.075 } as const;
/** What is unknown counts as a little more than half: neither proof nor refutation. */
const UNKNOWN = 0.6;
const SMALL_CHANGE_LINES = 60;
const LARGE_CHANGE_LINES = 800;
const STEEP_RISE = 8;

/**
 * 0–1, to be held against IMPROVEMENT_QUALITY_THRESHOLD: .35 tests + .25 coverage of the changed lines + .1 types + .1 proof
 * + .05 behaviour on recorded inputs + .075 complexity + .075 size. Complexity falls from 1 to 0 over a rise of 0 to 8 in one function;
 * size is 1 up to 60 changed lines and falls to 0 at 800. Secrets, weaknesses and scope take nothing off: they end a patch.
 */
export function qualityOf({ testsPassed, coverage, coverageMeasured, typesChecked, proof, behaviourCompared, worstComplexityRise, changedLines }: QualityInput): number {
  const parts = {
    tests: testsPassed ? 1 : 0,
    coverage: coverageMeasured ? (coverage ?? 1) : UNKNOWN,
    types: typesChecked ? 1 : UNKNOWN,
    proof: proof === 'owed' ? UNKNOWN : 1,
    behaviour: behaviourCompared ? 1 : UNKNOWN,
    complexity: between(1 - worstComplexityRise / STEEP_RISE),
    size: between((LARGE_CHANGE_LINES - changedLines) / (LARGE_CHANGE_LINES - SMALL_CHANGE_LINES)),
  } as const satisfies Record<keyof typeof WEIGHTS, number>;
  const sum = Object.entries(WEIGHTS).reduce((total, [name, weight]) => total + weight * parts[name as keyof typeof parts], 0);
  return Math.round(sum * 1000) / 1000;
}

const between = (value: number): number => Math.min(1, Math.max(0, value));
