import type { CheckFinding } from '../../../domain/check.ts';
import type { Files } from '../apply-patch.ts';
import { isCodePath, isTestPath } from '../source-path.ts';
import { scanSource } from './scan-source.ts';
import type { SecurityFinding } from './security-finding.ts';

/**
 * Weaknesses that a change brings in: those of the changed files that the old code, wherever it held them, did not have as many times.
 * So what merely moved, within its file or to another, is not new. Tests are looked at for credentials only.
 */
export function newSecurityFindings(before: Files, after: Files, changed: readonly string[]): CheckFinding[] {
  const paths = [...new Set(changed)].filter(isCodePath);
  const known = new Map<string, number>();
  for (const { fingerprint } of findingsOf(before, paths)) known.set(fingerprint, (known.get(fingerprint) ?? 0) + 1);
  return findingsOf(after, paths).filter(({ fingerprint }) => {
    const left = known.get(fingerprint) ?? 0;
    if (left > 0) known.set(fingerprint, left - 1);
    return left === 0;
  }).map(({ rule, path, line, message, advice }) => ({ rule, path, line, message, advice }));
}

const findingsOf = (files: Files, paths: readonly string[]): SecurityFinding[] =>
  paths.flatMap((path) => {
    const found = scanSource(path, files.get(path) ?? '');
    return isTestPath(path) ? found.filter((each) => each.class === 'hard-coded-credentials') : found;
  });
