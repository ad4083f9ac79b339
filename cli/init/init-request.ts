/** What `pawl init` was told: the flags of the command line. What is left out is found or asked. */
export type InitRequest = {
  /** Any folder inside the service's git working copy. */
  readonly repository: string;
  /** Where the config is written. */
  readonly output: string;
  /** Overwrite a config that is there. */
  readonly force: boolean;
  /** Ask nothing: take what is found. */
  readonly yes: boolean;
  readonly id?: string;
  /** The handler's module, relative to `repository` or to the root of the working copy; with `#name` when its export is not `handler`. */
  readonly entry?: string;
  readonly branch?: string;
  readonly preset?: string;
  /** The command that runs the tests, as one line. */
  readonly test?: string;
  /** `NAME=value`, for running on this machine. */
  readonly environment?: readonly string[];
  /** As `upstreamFrom` reads them. */
  readonly upstreams?: readonly string[];
  /** `GET /orders/{id}`. */
  readonly routes?: readonly string[];
  /** A file of recorded requests. */
  readonly requests?: string;
  readonly ratePerSecond?: number;
  /** Put the probe into the service: its package beside the code, and the one line around the handler. */
  readonly probe?: boolean;
};
