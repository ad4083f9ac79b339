import type { LanguageTools } from './language-tools.ts';

const USES_NODES_RUNNER = /(\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)(['"`])node:test\2/;

/** A call of the runner's, rather than the loading of it. */
const REGISTERS = /(?<![.\w'":])(?:test|it|describe|suite)(?:\.(?:only|each|concurrent))?\s*\(/;

/** A test may stand the clock still; the code that it tests may not. */
const STUBS_TIMERS = /timers|\b(?:setTimeout|setInterval|setImmediate|queueMicrotask|nextTick)['"`\]]*\s*=(?!=)/i;

const IS_TYPESCRIPT = /(?<!\.d)\.[cm]?ts$/;

/** What has to be written otherwise for Node, and the test, whose promises are watched unless a runner does so. */
async function toRun(files: ReadonlyMap<string, string>, path: string, usesRunner: boolean): Promise<ReadonlyMap<string, string>> {
  const typed = [...files].filter(([name]) => IS_TYPESCRIPT.test(name));
  const isPlain = typed.length === 0 && (usesRunner || !/\basync\b|\.then\b|\bPromise\b/.test(files.get(path) ?? ''));
  if (isPlain) return new Map();
  // Both bring the compiler along, which most tests do not need.
  const [{ runnableTypeScript }, { watchPromises }] = await Promise.all([import('./runnable-typescript.ts'), import('./watched-promises.ts')]);
  const written = new Map(typed.map(([name, text]) => [name, runnableTypeScript(name, text)]));
  return usesRunner ? written : written.set(path, watchPromises(path, written.get(path) ?? files.get(path) ?? ''));
}

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
    const usesRunner = USES_NODES_RUNNER.test(files.get(path) ?? '');
    const written = await toRun(files, path, usesRunner);
    const text = written.get(path) ?? files.get(path) ?? '';
    const settings = { usesRunner, registersTests: usesRunner && REGISTERS.test(text), isTypeScript: written.size > 0 && IS_TYPESCRIPT.test(path), stubsTimers: STUBS_TIMERS.test(text), mayEndFromLine: isAlone(files) ? lastStatementLine(text) : 1 };
    return {
      kind: 'by-program', tool: `node ${process.version}`,
      files: () => written,
      input: (word, { service }) => JSON.stringify({ token: word, test: `${service}/${path}`, ...settings }),
      call: ({ judge, node }) => ({ argv: [node, '--disable-warning=ExperimentalWarning', ...(written.size > 0 ? ['--enable-source-maps'] : []), `--import=${judge}/javascript.mjs`, `--test-reporter=${judge}/javascript.mjs`, '--test-reporter-destination=stdout', path] }),
    };
  },
};
