import { writeSync } from 'node:fs';

/**
 * A reporter for Node's test runner: one JSON line per finished test, `path` holding the names of the suites around it.
 * It runs in the runner's process and writes to a socket that Pawl gave to that process alone. The processes that run
 * test files do not inherit it and cannot open it by name, so nothing that a test prints or writes is taken for a result.
 */
const RESULTS = 3;

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
  // What a reporter yields goes to its destination; this one has nothing to say there.
  yield '';
}

function writeResult(result) {
  const bytes = Buffer.from(`${JSON.stringify(result)}\n`);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(RESULTS, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
