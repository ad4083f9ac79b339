import { COMPLEXITY_LIMIT } from '../../shared/rules/gate/complexity.ts';
import { measureFunctions } from '../../shared/rules/gate/cyclomatic.ts';
import { fingerprintOf } from '../../shared/rules/gate/security/fingerprint.ts';
import { scanSource } from '../../shared/rules/gate/security/scan-source.ts';
import type { SecurityFinding } from '../../shared/rules/gate/security/security-finding.ts';
import { isTestPath } from '../../shared/rules/gate/source-path.ts';

export type ScanFinding = Omit<SecurityFinding, 'class'> & { readonly class: SecurityFinding['class'] | 'complexity' };

/** Weaknesses of a file, and its functions of a complexity of ten or more. In tests only credentials count. */
export function scanFile(path: string, text: string): ScanFinding[] {
  const weak = scanSource(path, text);
  if (isTestPath(path)) return weak.filter((finding) => finding.class === 'hard-coded-credentials');
  return [...weak, ...complexFunctions(path, text)].sort((a, b) => a.line - b.line);
}

function complexFunctions(path: string, text: string): ScanFinding[] {
  return measured(path, text).filter(({ complexity }) => complexity >= COMPLEXITY_LIMIT).map(({ name, line, complexity }) => ({
    rule: 'complex-function', class: 'complexity', path, line, message: `${name} has a cyclomatic complexity of ${complexity}; below ${COMPLEXITY_LIMIT} is wanted.`, advice: 'Move branches into functions of their own.', trace: [], fingerprint: fingerprintOf('complex-function', name, path),
  }));
}

/** Measuring goes down the tree, and a tree that no person wrote can be too deep for that. */
const measured = (path: string, text: string): ReturnType<typeof measureFunctions> => {
  try {
    return measureFunctions(path, text);
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
};
