import fs from 'node:fs';
import { registerHooks } from 'node:module';
import util from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { changedBuiltIns, changedTimers, lockDown } from './javascript-locks.mjs';

/**
 * Loaded before a test file, in its process (`node --import`). Tells Pawl on file descriptor 3 that the test ran to its end, with a
 * word that came on standard input and that no other code in this process is told; without it nothing counts as passed.
 * What it needs later it takes now, before the code under test could put something else in its place.
 */
const { readSync, writeSync } = fs;
const { getCallSites, inspect, types: { isPromise } } = util;
const { stringify } = JSON;
const listenersOf = process.listeners.bind(process);
const exitProcess = process.exit.bind(process);
const resourceUsage = process.resourceUsage.bind(process);
const endProcess = process.reallyExit.bind(process);
const RESULTS = 3;

const results = [];
const failures = [];
const watched = [];
let endedItself = false;
let drained = false;
let settings;

Object.defineProperty(globalThis, 'pawlWatch', { value: watch, writable: false, configurable: false, enumerable: false });
if (isMainThread) judge(JSON.parse(readLine()));
lockDown({ failures, exit: settings === undefined ? undefined : judgedExit });

/** A reporter for Node's own test runner, which runs in this process too. */
// oxlint-disable-next-line import/no-default-export -- Node takes a reporter by its default export.
export default async function* report(events) {
  const names = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      names.length = data.nesting;
      names.push(data.name);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const error = data.details.error;
      const message = error?.cause?.message ?? error?.message;
      const skipped = (data.skip !== undefined && data.skip !== false) || (data.todo !== undefined && data.todo !== false);
      if (data.details.type === 'suite' && (type === 'test:pass' || error?.failureType === 'subtestsFailed')) continue;
      results.push({
        name: [...names.slice(0, data.nesting), data.name].join(' > '),
        status: skipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
        durationMs: data.details.duration_ms,
        ...(message === undefined ? {} : { message: String(message).slice(0, 2000) }),
      });
    }
  }
  yield '';
}

function judge({ token, ...job }) {
  settings = job;
  if (job.isTypeScript) registerHooks({ resolve: resolveAsCompilersDo });
  const rejected = (reason) => stop(`A promise was rejected and nobody handled it: ${describe(reason)}`);
  if (!job.usesRunner) {
    process.setUncaughtExceptionCaptureCallback((error) => stop(describe(error)));
    process.on('unhandledRejection', rejected);
  }
  process.on('beforeExit', () => { drained ||= isFromNode(getCallSites(50)); });
  process.on('exit', () => {
    if (drained && !endedItself) for (const { line } of watched.filter(({ promise }) => isPending(promise))) failures.push(`What line ${line} starts never came to its end, so what waits for it did not run.`);
    if (job.registersTests && drained && results.length === 0) failures.push('No test was registered with the runner.');
    if (!drained && failures.length === 0) failures.push('The process ended before the test had run to its end.');
    if (!job.usesRunner && !listenersOf('unhandledRejection').includes(rejected)) failures.push('The listener that notices rejected promises was removed.');
    const changed = [...changedBuiltIns(), ...(job.stubsTimers ? [] : changedTimers())];
    if (changed.length > 0) failures.push(`Built-in functions were replaced while the test ran: ${changed.slice(0, 5).join(', ')}.`);
    if (failures.length > 0 || Number(process.exitCode ?? 0) !== 0) {
      for (const failure of failures) tell(2, `${failure}\n`);
      tell(RESULTS, `${token} failed ${stringify({ results, failures, memoryMb: memoryMb() })}\n`);
      endProcess(Number(process.exitCode ?? 0) || 1);
    }
    tell(RESULTS, `${token} passed ${stringify({ results, failures, memoryMb: memoryMb() })}\n`);
  });
}

function judgedExit(code = process.exitCode) {
  const caller = getCallSites(2)[1];
  const isTheTests = [settings.test, `file://${settings.test}`].includes(caller?.scriptName) && caller.lineNumber >= settings.mayEndFromLine;
  if (Number(code ?? 0) === 0 && !drained) {
    if (settings.usesRunner || !isTheTests) stop('process.exit(0) was called before the test had run to its end.');
    drained = true;
    endedItself = true;
  }
  exitProcess(code);
}

/** A promise that a statement of the test starts. Of something else that it says `.then` to nobody can say when it is done. */
function watch(line, isChained, value) {
  if (isPromise(value)) watched.push({ line, promise: value });
  else if (isChained) failures.push(`What line ${line} waits for is no promise, so whether it ran to its end cannot be told.`);
  return value;
}

const isPending = (promise) => /\{\s*<pending>/.test(inspect(promise, { customInspect: false, depth: 0 }).slice(0, 200));

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '/index.ts', '/index.tsx', '/index.js'];

/** What TypeScript is written for: files named without their ending, or by that of what they would be compiled to. */
function resolveAsCompilersDo(specifier, context, next) {
  if (!/^\.{1,2}(\/|$)/.test(specifier)) return next(specifier, context);
  const others = /\.[cm]?jsx?$/.test(specifier) ? [specifier.replace(/jsx$/, 'tsx').replace(/js$/, 'ts')] : ENDINGS.map((ending) => specifier + ending);
  let problem;
  for (const each of [specifier, ...others]) {
    try {
      return next(each, context);
    } catch (error) {
      problem ??= error;
    }
  }
  throw problem;
}

function stop(why) {
  failures.push(why);
  process.exitCode = 1;
  exitProcess(1);
}

/** Node tells it in kilobytes. */
const memoryMb = () => Math.round(resourceUsage().maxRSS / 1024);

/** Whether an event was raised by Node itself: nothing but its emitter is on the stack, no timer and no code of the test's. */
const isFromNode = (sites) => sites.every(({ scriptName }) => scriptName === import.meta.url || scriptName === 'node:events');

function describe(error) {
  try {
    return util.inspect(error).slice(0, 4000);
  } catch {
    return 'something that cannot be shown was thrown';
  }
}

function tell(descriptor, text) {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
    }
  }
}

function readLine() {
  const bytes = Buffer.alloc(4096);
  let length = 0;
  for (let read = 1; read > 0 && bytes[length - 1] !== 10;) {
    read = readSync(0, bytes, length, bytes.length - length);
    length += read;
  }
  const line = bytes.toString('utf8', 0, length);
  bytes.fill(0);
  return line;
}
