import { scanSource } from '../../shared/rules/gate/security/scan-source.ts';
import type { SecurityCase } from './security-cases.ts';

export type ScanScore = {
  readonly vulnerable: number;
  readonly safe: number;
  /** Vulnerable ones with a finding of their class. */
  readonly found: number;
  /** Safe ones with a finding of their class. */
  readonly falseOfClass: number;
  /** Safe ones with any finding. */
  readonly falseOfAny: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
};

/** How well the rules tell vulnerable code from its safe neighbours. */
export function scoreScan(cases: readonly SecurityCase[]): ScanScore {
  const seen = cases.map((example) => {
    const findings = scanSource(example.path, example.text);
    return { example, ofClass: findings.some((each) => each.class === example.class), any: findings.length > 0 };
  });
  const vulnerable = seen.filter(({ example }) => example.isVulnerable);
  const safe = seen.filter(({ example }) => !example.isVulnerable);
  return {
    vulnerable: vulnerable.length, safe: safe.length, found: vulnerable.filter(({ ofClass }) => ofClass).length,
    falseOfClass: safe.filter(({ ofClass }) => ofClass).length, falseOfAny: safe.filter(({ any }) => any).length,
    missed: vulnerable.filter(({ ofClass }) => !ofClass).map(({ example }) => example.path), wrong: safe.filter(({ any }) => any).map(({ example }) => example.path),
  };
}

export const recallOf = ({ found, vulnerable }: ScanScore): number => (vulnerable === 0 ? Number.NaN : found / vulnerable);

/** Of the cases said to be vulnerable to their class, how many are. */
export const precisionOf = ({ found, falseOfClass }: ScanScore): number => (found + falseOfClass === 0 ? Number.NaN : found / (found + falseOfClass));
