import type { Package } from './workshop.ts';

/** How an alias routes: `version`, and a share `weight` (0–1) of the traffic to another one. */
export type Routing = { readonly version: string; readonly additional?: { readonly version: string; readonly weight: number } };

export type AliasState = Routing & { readonly revision: string };

export type FunctionState = {
  readonly alias: AliasState;
  /** SHA-256 of the code in `$LATEST`, hexadecimal. */
  readonly latest: { readonly codeDigest: string; readonly revision: string };
};

export type PublishedVersion = { readonly version: string; readonly codeDigest: string; readonly description: string };

/** Publishes versions and routes traffic. Every alias write carries the revision it read; a stale one is refused. */
export interface Deployer {
  /** Throws `DeployerError` with code `not-found` when the function or the alias does not exist. */
  describe(functionName: string, alias: string): Promise<FunctionState>;
  versions(functionName: string): Promise<PublishedVersion[]>;
  /**
   * Puts the package into `$LATEST` and publishes it as an immutable version named by `description`.
   * A version with this description and digest already there is returned as it is, so a repeat publishes nothing.
   */
  publish(request: { functionName: string; package: Package; description: string }): Promise<PublishedVersion>;
  /** Routes the alias. `{ ok: false }` when its revision is no longer `revision`; nothing changed then. */
  shift(request: { functionName: string; alias: string; to: Routing; revision: string }): Promise<{ ok: true; revision: string } | { ok: false }>;
  /**
   * Puts the code of a published version back into `$LATEST`. No effect when it is there already, or when something else than `instead` (a digest) is:
   * where others write there too, what came meanwhile is theirs and stays.
   */
  restoreLatest(request: { functionName: string; version: string; instead?: string }): Promise<void>;
}

export class DeployerError extends Error {
  override name = 'DeployerError';
  readonly code: 'not-found' | 'unreachable' | 'refused' | 'throttled';

  constructor(code: DeployerError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
