import * as z from 'zod';
import type { Finding, LanguageTools, Missing, Toolchain } from './language-tools.ts';
import { findingsOfLines } from './compiler-findings.ts';
import { ask, showFolders } from './toolchain.ts';

const About = z.object({ program: z.string(), folders: z.array(z.string()), version: z.string(), modules: z.array(z.string()) });
const ASK = `import sys, json, importlib.util as u
print(json.dumps({'program': sys.executable, 'folders': [sys.prefix, sys.base_prefix], 'version': sys.version.split()[0], 'modules': [m for m in ('ruff', 'pyflakes', 'mypy', 'pytest') if u.find_spec(m)]}))`;

const MISSING: Missing = { kind: 'not-available', detail: 'There is no Python 3 on this machine. To get it: apt-get install python3, or python.org.' };

type Python = z.infer<typeof About> & Toolchain;

async function findPython(): Promise<Python | undefined> {
  const answer = (await ask('python3', '-s', '-c', ASK))?.split('\n').find((line) => line.startsWith('{'));
  const about = answer === undefined ? undefined : About.safeParse(JSON.parse(answer)).data;
  return about === undefined ? undefined : { ...about, tool: `python ${about.version}`, shown: showFolders(about.folders) };
}

/** Python: test files as programs, with unittest, or with pytest where it is installed. */
export const pythonTools: LanguageTools = {
  async check(step, { files }) {
    const python = await findPython();
    if (python === undefined) return MISSING;
    const sources = [...files.keys()].filter((path) => path.endsWith('.py'));
    const flags = ['-s', '-B'];
    const by = (tool: string, args: readonly string[], pattern?: RegExp) => ({ ...python, kind: 'by-program' as const, tool, call: () => ({ argv: [python.program, ...flags, ...args, ...sources] }), findings: findingsOfLines(pattern) });
    if (step === 'syntax') return { ...python, kind: 'by-program', call: ({ judge }) => ({ argv: [python.program, '-I', '-B', `${judge}/syntax.py`, ...sources] }), findings: ({ output, exitCode }) => (exitCode === 0 ? output.split('\n').flatMap(readFinding) : [{ message: output.slice(-2000) }]) };
    if (step === 'lint') {
      if (python.modules.includes('ruff')) return by('ruff', ['-m', 'ruff', 'check', '--no-cache', '--isolated', '--output-format', 'concise']);
      if (python.modules.includes('pyflakes')) return by('pyflakes', ['-m', 'pyflakes']);
      return { kind: 'not-available', detail: 'Neither ruff nor pyflakes is installed for this machine’s python3. To get one: pip install ruff.' };
    }
    if (python.modules.includes('mypy')) return by('mypy', ['-m', 'mypy', '--cache-dir=/dev/null', '--no-error-summary', '--hide-error-context'], /^([^:\n]+):(\d+): error: (.*)$/);
    return { kind: 'not-available', detail: 'mypy is not installed for this machine’s python3. To get it: pip install mypy.' };
  },
  async test({ files }, path) {
    const python = await findPython();
    if (python === undefined) return MISSING;
    const alone = [...files.keys()].filter((name) => name.endsWith('.py')).length === 1;
    return { ...python, kind: 'by-program', input: (word, { service }) => JSON.stringify({ token: word, test: `${service}/${path}`, service, alone }), call: ({ judge }) => ({ argv: [python.program, '-s', '-B', '-u', `${judge}/python.py`] }) };
  },
};

const ReadFinding = z.object({ path: z.string(), line: z.number(), message: z.string() });

function readFinding(line: string): Finding[] {
  if (!line.startsWith('{')) return [];
  const finding = ReadFinding.safeParse(JSON.parse(line)).data;
  return finding === undefined ? [] : [finding];
}
