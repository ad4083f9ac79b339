import type { LanguageTools } from './language-tools.ts';

const USES_NODES_RUNNER = /(\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)(['"`])node:test\2/;

/** A test may stand the clock still; the code that it tests may not. */
const STUBS_TIMERS = /timers|\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|nextTick)['"`\]]*\s*=(?!=)/i;

const isAlone = (files: ReadonlyMap<string, string>): boolean => [...files.keys()].filter((path) => /\.[cm]?[jt]sx?$/.test(path)).length === 1;

/**
 * A file that holds the code under test as well may end the process from its last statement only: the line where that begins,
 * judged by its layout.
 */
const lastStatementLine = (text: string): number => text.split('\n').findLastIndex((line) => /^[^\s)}\].,;/*]/.test(line)) + 1;

/** JavaScript and TypeScript (by stripping types): a test file is a program, or uses Node's own test runner. */
export const javascriptTools: LanguageTools = {
  async check(step, job) {
    // Brings the compiler along, which running tests does not need.
    const { checkWithCompiler } = await import('./javascript-compiler.ts');
    return checkWithCompiler(step, job);
  },
  async test({ files }, path) {
    const text = files.get(path) ?? '';
    return {
      kind: 'by-program', tool: `node ${process.version}`,
      input: (word, { service }) => JSON.stringify({ token: word, test: `${service}/${path}`, usesRunner: USES_NODES_RUNNER.test(text), stubsTimers: STUBS_TIMERS.test(text), mayEndFromLine: isAlone(files) ? lastStatementLine(text) : 1 }),
      call: ({ judge, node }) => ({ argv: [node, '--disable-warning=ExperimentalWarning', `--import=${judge}/javascript.mjs`, `--test-reporter=${judge}/javascript.mjs`, '--test-reporter-destination=stdout', path] }),
    };
  },
};
