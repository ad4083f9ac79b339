import type { HostErrorCode } from '../../shared/adapters/local/host-api.ts';

/** A request that the host refuses, with a sentence for whoever asked. */
export class HostFailure extends Error {
  override name = 'HostFailure';
  readonly code: HostErrorCode;

  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
