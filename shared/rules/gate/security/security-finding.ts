export const SECURITY_CLASSES = [
  'injection', 'xss', 'ssrf', 'path-traversal', 'command-execution', 'prototype-pollution', 'unsafe-deserialisation', 'weak-crypto', 'tls-off',
  'hard-coded-credentials', 'open-redirect', 'redos',
] as const;
export type SecurityClass = (typeof SECURITY_CLASSES)[number];

/** A weakness of a file, told so that a person can act on it. */
export type SecurityFinding = {
  /** What found it, within its class: `sql-injection`. */
  readonly rule: string;
  readonly class: SecurityClass;
  readonly path: string;
  /** From 1: where the dangerous thing is done. */
  readonly line: number;
  readonly message: string;
  readonly advice: string;
  /** The way from where input comes in to where it does harm, for people: one step an entry, `line 3: req.query.id`. */
  readonly trace: readonly string[];
  /** Equal for the same weakness after lines moved or the file was renamed. */
  readonly fingerprint: string;
};
