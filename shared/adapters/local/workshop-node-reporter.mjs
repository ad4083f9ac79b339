import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import util from 'node:util';

const { writeSync } = fs;
const { getCallSites } = util;

/**
 * A reporter for Node's test runner: one JSON line per finished test, `path` holding the names of the suites around it.
 * It runs in the runner's process and writes to a socket that Pawl gave to that process alone. The processes that run
 * test files do not inherit it and cannot open it by name, so nothing that a test prints or writes is taken for a result.
 */
const RESULTS = 3;
const KILOBYTES_A_MEGABYTE = 1024;
const VARIABLE = 'PAWL_TEST_WORD';

/**
 * Loaded into the runner and into each process that runs a test file (`--import`). Such a process tells the runner its results on its
 * standard output, where code under test can write as well: so it has to prove, with a word that the runner made and the code under
 * test is not told, that its file ran to its end. What a file claims that did not is not believed.
 */
const isRunner = process.execArgv.includes('--test') && process.env.NODE_TEST_CONTEXT === undefined;
const word = isRunner ? `pawl-${randomUUID()}` : process.env[VARIABLE];
const sharesProcess = process.execArgv.some((flag) => /^--(experimental-)?test-isolation=none$/.test(flag));
if (isRunner && !sharesProcess) process.env[VARIABLE] = word;
else delete process.env[VARIABLE];
if (!isRunner && word !== undefined) proveEnd(word);

function proveEnd(proof) {
  const [, testFile] = process.argv;
  const exit = process.exit.bind(process);
  const resourceUsage = process.resourceUsage.bind(process);
  let ended = false;
  const isAllFrom = (sites, ...places) => sites.every(({ scriptName }) => scriptName === import.meta.url || places.some((place) => scriptName.startsWith(place)));
  process.on('beforeExit', () => { ended ||= isAllFrom(getCallSites(50), 'node:events'); });
  process.on('exit', () => { if (ended) writeAll(2, `\n${proof} ended ${Math.round(resourceUsage().maxRSS / KILOBYTES_A_MEGABYTE)}\n`); });
  Object.defineProperty(process, 'exit', {
    writable: false, configurable: false,
    value: (code) => {
      const caller = getCallSites(2)[1]?.scriptName ?? '';
      ended ||= caller === testFile || caller === `file://${testFile}` || caller.startsWith('node:internal/test_runner/');
      exit(code);
    },
  });
}

// oxlint-disable-next-line import/no-default-export -- Node takes a reporter by its default export.
export default async function* report(events) {
  const names = [];
  if (isRunner && !sharesProcess) writeResult({ proofs: true });
  for await (const { type, data } of events) {
    if (type === 'test:stderr' && word !== undefined && data.message.startsWith(`${word} ended`)) writeResult({ ended: data.file, memoryMb: Number(data.message.trim().split(' ').at(-1)) });
    else if (type === 'test:start') {
      names.length = data.nesting;
      names.push(data.name);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const error = data.details.error;
      const message = error?.cause?.message ?? error?.message;
      writeResult({
        path: [...names.slice(0, data.nesting), data.name],
        file: data.file,
        passed: type === 'test:pass',
        suite: data.details.type === 'suite',
        skipped: data.skip !== undefined && data.skip !== false,
        todo: data.todo !== undefined && data.todo !== false,
        durationMs: data.details.duration_ms,
        failureType: error?.failureType,
        message: message === undefined ? undefined : String(message).slice(0, 4000),
      });
    }
  }
  writeResult({ done: true });
  // What a reporter yields goes to its destination; this one has nothing to say there.
  yield '';
}

function writeResult(result) {
  writeAll(RESULTS, `${JSON.stringify(result)}\n`);
}

function writeAll(descriptor, text) {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
