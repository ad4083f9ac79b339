/** Source files of one service to build or test, path → text, relative to the service's directory. */
export type WorkshopFiles = ReadonlyMap<string, string>;

export type TestJob = {
  readonly files: WorkshopFiles;
  /** Folder with the installed dependencies of the unchanged lock file; shown read-only as `node_modules`. */
  readonly dependencies: string | undefined;
  readonly command: readonly string[];
  readonly runner: 'node' | 'vitest' | 'jest';
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Tests may share the runner's process where the target's command asks for it: faster, but code that means ill could then write its own results. Default: no. */
  readonly mayShareProcess?: boolean;
};

export type TestCase = {
  readonly name: string;
  readonly file?: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  readonly message?: string;
  /** The most memory that the process of its file held, where each test file has a process. */
  readonly memoryMb?: number;
};

export type TestRun = {
  readonly ended: 'exited' | 'timed-out' | 'out-of-memory' | 'output-limit' | 'could-not-start';
  readonly exitCode: number | undefined;
  readonly tests: readonly TestCase[];
  /** Measured, per source file: lines (from 1) that ran and lines that could have. */
  readonly coverage: ReadonlyMap<string, { readonly covered: ReadonlySet<number>; readonly executable: ReadonlySet<number> }>;
  /** The last 64 KB of what the run printed. */
  readonly output: string;
  readonly durationMs: number;
  readonly peakMemoryMb: number | undefined;
};

export type PackageJob = { readonly files: WorkshopFiles; readonly dependencies: string | undefined; readonly entry: string };

/** A deployable bundle: an ES module and its source map. `digest` is SHA-256 over the bundle, hexadecimal. */
export type Package = { readonly digest: string; readonly bundle: Uint8Array; readonly sourceMap: Uint8Array };

/** Where code that nobody has approved yet is built and tested: no network, no credentials, no write outside its own folder. */
export interface Workshop {
  /** `none` when this machine has no sandbox; `detail` says what to do about it. */
  isolation(): Promise<{ readonly kind: 'sandbox' | 'none'; readonly detail: string }>;
  test(job: TestJob): Promise<TestRun>;
  /** Builds the package apart from any test run. The same files give the same digest. */
  pack(job: PackageJob): Promise<{ readonly ok: true; readonly package: Package } | { readonly ok: false; readonly errors: readonly { message: string; path?: string; line?: number }[] }>;
}
