import { shownCode } from '../../../shared/rules/firewall/shown-code.ts';
import type { Files } from '../../../shared/rules/gate/apply-patch.ts';
import { isTestPath } from '../../../shared/rules/gate/source-path.ts';
import { lineOfCode } from './line-of-code.ts';
import type { Refutation } from './parse-refutations.ts';
import { isBlocking, type Issue } from './review.ts';

/** A settled issue has a place only where there is one in the changed code. */
export type SettledIssue = Omit<Issue, 'code'> & { readonly refutedBy?: string };

export type Dispute = {
  readonly issues: readonly Issue[];
  /** What the other reviewer says against them, by their number among those that were shown to it: see `disputed`. */
  readonly refutations: readonly Refutation[];
  /** The other's own issues. */
  readonly others: readonly Issue[];
  /** The code with the change made, and the paths that the change touches. */
  readonly files: Files;
  readonly touched: ReadonlySet<string>;
};

/** Lines this near are about the same thing. */
const NEAR_LINES = 3;

/** Those that are put to the other reviewer, in order: what only notes something need not be refuted. */
export const disputed = (issues: readonly Issue[]): Issue[] => issues.filter(isBlocking);

/**
 * The issues of one reviewer after the other was heard. An issue stands unless the other refutes it with a line of code, which is looked up, not believed: it
 * has to stand as code in the file named, with the change made; that file has to be the issue's own or one that the change touches, and no test; it may not be
 * the very line that the issue is about; and the other must not have raised the same issue itself.
 */
export const settleIssues = (dispute: Dispute): SettledIssue[] => {
  const shown = disputed(dispute.issues);
  return dispute.issues.map((issue) => {
    const number = shown.indexOf(issue) + 1;
    const refutation = number === 0 ? undefined : dispute.refutations.find((each) => each.issue === number && refutes(each, issue, dispute));
    const { code: _, path, line: __, ...said } = issue;
    const line = placeOf(issue, dispute.files);
    return { ...said, ...(path !== undefined && dispute.files.has(path) ? { path } : {}), ...(line === undefined ? {} : { line }), ...(refutation === undefined ? {} : { refutedBy: `${refutation.path}: ${shownCode(refutation.code.trim()).text}` }) };
  });
};

const refutes = ({ path, code }: Refutation, issue: Issue, { others, files, touched }: Dispute): boolean => {
  const text = files.get(path);
  if (text === undefined || isTestPath(path) || (path !== issue.path && !touched.has(path))) return false;
  const stands = lineOfCode(path, text, code);
  if (stands === undefined) return false;
  const isSameLine = path === issue.path && stands === placeOf(issue, files);
  return !isSameLine && !others.some((other) => isBlocking(other) && isSame(issue, other, files));
};

const isSame = (a: Issue, b: Issue, files: Files): boolean => {
  if (a.path === undefined || a.path !== b.path) return false;
  const [at, other] = [placeOf(a, files), placeOf(b, files)];
  return at !== undefined && other !== undefined && Math.abs(at - other) <= NEAR_LINES;
};

/** The line that an issue is about: where the code it quotes stands, otherwise the one it names, if there is such a line. */
const placeOf = ({ path, line, code }: Issue, files: Files): number | undefined => {
  const text = path === undefined ? undefined : files.get(path);
  if (path === undefined || text === undefined) return undefined;
  const quoted = code === undefined ? undefined : lineOfCode(path, text, code);
  return quoted ?? (line !== undefined && line <= text.split('\n').length ? line : undefined);
};
