import { guessRunner, type TestRunner } from '../../shared/config/test-runner.ts';
import { splitWords } from '../../shared/config/split-words.ts';

export type TestCommand = { readonly command: readonly string[]; readonly runner: TestRunner };

/** Why there is no test command that Pawl can read results of: no tests at all, or a runner it does not know. */
export type NoTestCommand = { readonly unknown: string | undefined };

const RUNS_TESTS = /(?:^|[\s/])(?:vitest|jest)(?:\.m?js)?(?=\s|$)|--test\b/;

/**
 * How a package runs its tests, from its scripts: `npm test` where that starts one of the three runners and nothing else, the
 * script behind it, or the part of a longer line that does.
 */
export function findTestCommand(packageJson: string | undefined): TestCommand | NoTestCommand {
  const scripts = scriptsOf(packageJson);
  const names = ['test', ...Object.keys(scripts).filter((name) => /^(?:test|unit)[:-]?(?:unit)?$/.test(name) && name !== 'test')];
  for (const name of names) {
    const found = follow(name, scripts, new Set());
    if (found !== undefined) return found;
  }
  const script = scripts['test'];
  return { unknown: script === undefined || /no test specified/.test(script) ? undefined : script };
}

function follow(name: string, scripts: Readonly<Record<string, string>>, seen: ReadonlySet<string>): TestCommand | undefined {
  const script = scripts[name];
  if (script === undefined || seen.has(name)) return undefined;
  const steps = script.split(/\s*(?:&&|;)\s*/).filter((step) => step !== '');
  for (const step of steps) {
    const other = /^(?:npm|pnpm|yarn)\s+(?:run(?:-script)?\s+)?(?:-s\s+|--silent\s+)?([\w:.-]+)\s*$/.exec(step)?.[1];
    const through = other === undefined ? undefined : follow(other, scripts, new Set([...seen, name]));
    if (through !== undefined) return through;
    if (!RUNS_TESTS.test(step)) continue;
    const words = withoutAssignments(splitWords(step));
    const runner = guessRunner(words);
    if (steps.length > 1) return { command: words, runner };
    return { command: name === 'test' ? ['npm', 'test'] : ['npm', 'run', name], runner };
  }
  return undefined;
}

/** `CI=1 cross-env X=y vitest run` without what stands before the command: only commands travel into a config. */
function withoutAssignments(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !/^\w+=/.test(word) && word !== 'cross-env' && word !== 'npx' && word !== 'c8');
  return words.slice(Math.max(0, start));
}

function scriptsOf(packageJson: string | undefined): Readonly<Record<string, string>> {
  try {
    const parsed = JSON.parse(packageJson ?? '{}') as { scripts?: unknown } | null;
    const scripts = parsed?.scripts;
    return typeof scripts === 'object' && scripts !== null ? Object.fromEntries(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : {};
  } catch {
    return {};
  }
}
