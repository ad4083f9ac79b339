import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { FROM_HOST_FD, TO_HOST_FD, type ErrorPayload, type FromEnvironment, type ToEnvironment } from './runtime/frames.ts';
import { lineSplitter } from './runtime/log-output.ts';

/** On Lambda an initialisation may take ten seconds. */
const INIT_TIMEOUT_MS = 10_000;
/** How long to wait for the pipes of a process that has ended; a process it started may hold them open. */
const DRAIN_MS = 200;
const PAGE_BYTES = 4096;

export type EnvironmentOptions = {
  readonly runtimePath: string;
  readonly variables: NodeJS.ProcessEnv;
  readonly stream: string;
  readonly taskRoot: string;
  readonly memoryMb: number;
  readonly log: (message: string) => void;
};

export type Started = { readonly ok: true } | { readonly ok: false; readonly error: ErrorPayload };

export type RunOutcome = { readonly durationMs: number; readonly maxMemoryMb: number } & (
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorPayload }
  | { readonly kind: 'timed-out' }
  /** `how` as the platform says it: `exit status 1`, `signal: killed`. */
  | { readonly kind: 'exited'; readonly how: string; readonly outOfMemory: boolean }
);

/** One process that runs one version, one request at a time. Ends with a time-out, an exit, or `end()`. */
export class Environment {
  readonly stream: string;
  /** Resolves when it can take a request, or could not come up. */
  readonly started: Promise<Started>;
  /** Milliseconds from the start of the process to its readiness. */
  initMs = 0;
  /** Requests it was given so far. */
  requests = 0;
  idleSince = 0;
  readonly #options: EnvironmentOptions;
  readonly #child: ChildProcess;
  readonly #toChild: Writable | undefined;
  readonly #closed: Promise<string>;
  #ended = false;
  #maxMemoryMb = 0;
  #outOfMemory = false;
  #onFrame: (frame: FromEnvironment) => void = () => {};

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.stream = options.stream;
    const startedAt = performance.now();
    this.#child = spawn(
      process.execPath,
      // The heap's limit leaves room for what is not heap; young space is kept small because there are many of these processes.
      [`--max-old-space-size=${Math.ceil(options.memoryMb * 0.85)}`, options.runtimePath],
      { cwd: options.taskRoot, env: options.variables, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] },
    );
    this.#listen();
    const toChild = this.#child.stdio[FROM_HOST_FD];
    this.#toChild = toChild instanceof Writable ? toChild : undefined;
    this.#toChild?.on('error', () => {});
    this.#closed = this.#whenClosed();
    this.started = this.#whenStarted().then((started) => {
      this.initMs = performance.now() - startedAt;
      if (!started.ok) this.end();
      return started;
    });
  }

  get alive(): boolean {
    return !this.#ended;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs one request to its end. Never rejects: whatever goes wrong is an outcome. */
  async run(request: ToEnvironment, timeoutMs: number): Promise<RunOutcome> {
    this.requests += 1;
    const begun = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<RunOutcome>((resolve) => {
      this.#onFrame = (frame) => {
        if ((frame.kind !== 'done' && frame.kind !== 'failed') || frame.requestId !== request.requestId) return;
        this.#maxMemoryMb = Math.max(this.#maxMemoryMb, frame.maxMemoryMb);
        const spent = { durationMs: performance.now() - begun, maxMemoryMb: this.#maxMemoryMb };
        resolve(frame.kind === 'done' ? { kind: 'done', result: frame.result, ...spent } : { kind: 'failed', error: frame.error, ...spent });
      };
    });
    const timedOut = new Promise<RunOutcome>((resolve) => {
      timer = setTimeout(() => {
        this.end();
        void this.#closed.then(() => resolve({ kind: 'timed-out', durationMs: timeoutMs, maxMemoryMb: this.#maxMemoryMb }));
      }, timeoutMs);
    });
    const exited = this.#closed.then((how): RunOutcome => {
      const outOfMemory = this.#outOfMemory;
      return { kind: 'exited', how, outOfMemory, durationMs: performance.now() - begun, maxMemoryMb: outOfMemory ? this.#options.memoryMb : this.#maxMemoryMb };
    });
    this.#toChild?.write(`${JSON.stringify(request)}\n`);
    // A time-out ends the process too: then the time-out is the cause to name.
    const outcome = await Promise.race([answered, timedOut, exited.then((end) => (performance.now() - begun >= timeoutMs ? timedOut : end))]);
    clearTimeout(timer);
    this.#onFrame = () => {};
    return outcome;
  }

  /** Ends it when it uses more memory than it may; reads what the kernel says, where there is a /proc. */
  checkMemory(): void {
    if (this.#ended || this.#child.pid === undefined) return;
    let pages: number;
    try {
      pages = Number(readFileSync(`/proc/${this.#child.pid}/statm`, 'latin1').split(' ')[1]);
    } catch {
      return;
    }
    const usedMb = Math.ceil((pages * PAGE_BYTES) / 1024 / 1024);
    this.#maxMemoryMb = Math.max(this.#maxMemoryMb, usedMb);
    if (usedMb <= this.#options.memoryMb) return;
    this.#outOfMemory = true;
    this.end();
  }

  end(): void {
    this.#ended = true;
    this.#child.kill('SIGKILL');
  }

  #listen(): void {
    const fromChild = this.#child.stdio[TO_HOST_FD];
    if (fromChild instanceof Readable) {
      const frames = lineSplitter((line) => this.#receive(line));
      fromChild.setEncoding('utf8');
      fromChild.on('data', (chunk: string) => frames.write(chunk));
    }
    // Only what does not pass through the runtime arrives here: output of native code and the engine's last words.
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      const lines = lineSplitter((line) => {
        if (line.includes('heap out of memory')) this.#outOfMemory = true;
        this.#options.log(line);
      });
      output?.setEncoding('utf8');
      output?.on('data', (chunk: string) => lines.write(chunk));
    }
  }

  #receive(line: string): void {
    const frame = parseFrame(line);
    if (frame?.kind === 'log') this.#options.log(frame.message);
    else if (frame) this.#onFrame(frame);
  }

  async #whenStarted(): Promise<Started> {
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<Started>((resolve) => {
      this.#onFrame = (frame) => {
        if (frame.kind === 'ready') resolve({ ok: true });
        if (frame.kind === 'init-error') resolve({ ok: false, error: frame.error });
      };
      timer = setTimeout(() => resolve({ ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage: `Initialisation took longer than ${INIT_TIMEOUT_MS / 1000} seconds` } }), INIT_TIMEOUT_MS);
    });
    const exited = this.#closed.then((how): Started => ({ ok: false, error: { errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: ${how}` } }));
    const started = await Promise.race([answered, exited]);
    clearTimeout(timer);
    return started;
  }

  async #whenClosed(): Promise<string> {
    return new Promise((resolve) => {
      const closed = (code: number | null, signal: NodeJS.Signals | null): void => {
        this.#ended = true;
        resolve(signal ? `signal: ${signal === 'SIGKILL' ? 'killed' : signal === 'SIGABRT' ? 'aborted' : signal}` : `exit status ${code ?? 1}`);
      };
      this.#child.once('close', closed);
      this.#child.once('exit', (code, signal) => {
        this.#ended = true;
        setTimeout(() => closed(code, signal), DRAIN_MS).unref();
      });
      this.#child.once('error', (error) => {
        this.#options.log(`Cannot start an environment: ${error.message}`);
        closed(1, null);
      });
    });
  }
}

function parseFrame(line: string): FromEnvironment | undefined {
  try {
    // Written by our own runtime; what the function's code sneaks into the pipe at worst spoils its own request.
    return JSON.parse(line) as FromEnvironment;
  } catch {
    return undefined;
  }
}
