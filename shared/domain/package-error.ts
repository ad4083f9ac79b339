/** A built package that is not what it should be. `code` is stable: logs, runbook and tests name it. */
export class PackageError extends Error {
  override name = 'PackageError';
  readonly code: 'PAWL-PACKAGE-MISSING' | 'PAWL-PACKAGE-DAMAGED';

  constructor(code: PackageError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
