import { posix } from 'node:path';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import { findingsOfLines } from './compiler-findings.ts';
import type { LanguageTools, Missing, PrintedCase, Toolchain } from './language-tools.ts';
import { ask, shell, showFolders } from './toolchain.ts';

const MISSING: Missing = { kind: 'not-available', detail: 'There is no Rust compiler on this machine. To get it: apt-get install rustc, or rustup.rs.' };
const EDITION = '2021';
const BINARY = '/tmp/pawl-test';

type Rust = Toolchain & { readonly bin: string };

async function findRust(): Promise<Rust | undefined> {
  const [root, version] = [await ask('rustc', '--print', 'sysroot'), await ask('rustc', '--version')];
  return root === undefined || version === undefined ? undefined : { tool: version.split(' ').slice(0, 2).join(' '), bin: `${root}/bin`, shown: showFolders([root]) };
}

/** Files that no other file names as its module: those the compiler is to be given. */
function rootsOf({ files }: ExerciseJob): string[] {
  const sources = [...files].filter(([path]) => path.endsWith('.rs'));
  const modules = new Set(sources.flatMap(([, text]) => [...text.matchAll(/^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;/gm)].map(([, name]) => name)));
  return sources.map(([path]) => path).filter((path) => !modules.has(posix.basename(path, '.rs')) && !(posix.basename(path) === 'mod.rs' && modules.has(posix.basename(posix.dirname(path)))));
}

const kindOf = (text: string): string => (/^\s*(pub\s+)?fn\s+main\s*\(/m.test(text) ? 'bin' : 'lib');
const findings = findingsOfLines(/^([^\s:]+\.rs):(\d+):\d+: ((?:error|warning).*)$/);

/** Rust: a test file is a program with `main`, or holds functions marked `#[test]`; its modules are the files beside it. */
export const rustTools: LanguageTools = {
  async check(step, job) {
    const rust = await findRust();
    if (rust === undefined) return MISSING;
    const each = (program: string, ...words: readonly string[]) => ({ argv: ['sh', '-c', rootsOf(job).map((path) => `${shell(`${rust.bin}/${program}`, '--edition', EDITION, ...words, ...(program === 'rustfmt' ? [] : ['--crate-type', kindOf(job.files.get(path) ?? '')]), path)} || status=1`).concat('exit ${status:-0}').join('\n')] });
    const compile = ['--emit=metadata', '--error-format=short', '--out-dir', '/tmp', '--cap-lints'];
    switch (step) {
      case 'syntax': {
        if ((await ask(`${rust.bin}/rustfmt`, '--version')) === undefined) return { kind: 'not-available', detail: 'rustfmt is not installed; the types step finds what is no Rust as well. To get it: rustup component add rustfmt.' };
        return { ...rust, kind: 'by-program', tool: 'rustfmt', call: () => each('rustfmt', '--emit', 'stdout', '--quiet'), findings: readRustfmt };
      }
      case 'types': return { ...rust, kind: 'by-program', call: () => each('rustc', ...compile, 'allow'), findings };
      case 'lint': {
        const clippy = (await ask(`${rust.bin}/clippy-driver`, '--version')) !== undefined;
        return { ...rust, kind: 'by-program', tool: clippy ? 'clippy' : rust.tool, call: () => each(clippy ? 'clippy-driver' : 'rustc', ...compile, 'warn', '-D', 'warnings', '-A', 'dead_code'), findings };
      }
      default: return step satisfies never;
    }
  },
  async test({ files }, path) {
    const rust = await findRust();
    if (rust === undefined) return MISSING;
    if (files.has('Cargo.toml') && /^\[dependencies[^\]]*\]\s*\n+\s*[\w-]/m.test(files.get('Cargo.toml') ?? '')) return { kind: 'not-available', detail: 'Cargo.toml names dependencies, and there is no network to fetch them from.' };
    const text = files.get(path) ?? '';
    const isSuite = /#\[test\]/.test(text);
    const rustc = shell(`${rust.bin}/rustc`, '--edition', EDITION, '--cap-lints', 'allow', ...(isSuite ? ['--test'] : []), '-o', BINARY, path);
    return {
      ...rust, kind: 'by-program',
      cases: (output) => (isSuite ? casesOf(output) : []),
      // The text that is compiled comes on standard input and is gone before it runs: it holds the word.
      input: (word) => (isSuite ? withLastTest(text, word) : withLastWords(text, word)),
      call: () => ({ argv: ['sh', '-c', `cat > ${shell(path)} && ${rustc} </dev/null >&2 && : > ${shell(path)} && chmod 111 ${BINARY} && exec ${BINARY} ${isSuite ? '--test-threads=1' : ''} </dev/null`] }),
    };
  },
};

const STATUS = { ok: 'passed', FAILED: 'failed', ignored: 'skipped' } as const;

const casesOf = (output: string): PrintedCase[] =>
  [...output.matchAll(/^test (\S+)(?: - should panic)? \.\.\. (ok|FAILED|ignored)/gm)].flatMap(([, name, verdict]) =>
    (name !== undefined && name !== LAST_TEST && (verdict === 'ok' || verdict === 'FAILED' || verdict === 'ignored') ? [{ name, status: STATUS[verdict], durationMs: 0 }] : []));

const LAST_TEST = 'zzzzzzzz_pawl_ran_to_the_end';

const say = (word: string): string => {
  const key = 0x5a;
  const hidden = [...Buffer.from(`\n${word} passed {}\n`)].map((byte) => byte ^ key).join(',');
  return `{ use std::io::Write; use std::os::fd::FromRawFd; let hidden: &[u8] = &[${hidden}]; let said: Vec<u8> = hidden.iter().map(|byte| std::hint::black_box(*byte) ^ ${key}).collect(); let mut results = unsafe { std::fs::File::from_raw_fd(3) }; let _ = results.write_all(&said); }`;
};

/** The runner takes tests by name, one after the other: this one is the last. */
const withLastTest = (text: string, word: string): string => `${text}\n#[test] fn ${LAST_TEST}() ${say(word)}\n`;

const withLastWords = (text: string, word: string): string =>
  `${text.replace(/^(\s*)(pub\s+)?fn\s+main\s*\(/m, '$1fn pawl_main(')}\nfn main() -> std::process::ExitCode { let code = std::process::Termination::report(pawl_main()); if code == std::process::ExitCode::SUCCESS ${say(word)} code }\n`;

function readRustfmt({ output, exitCode }: { readonly output: string; readonly exitCode: number | undefined }) {
  if (exitCode === 0) return [];
  const lines = output.split('\n');
  const found = lines.flatMap((line, index) => {
    const [, path, number] = /^\s*--> (?:\/service\/)?([^\s:]+):(\d+):\d+$/.exec(line) ?? [];
    const message = lines.slice(0, index).findLast((each) => each.startsWith('error'));
    return path === undefined || message === undefined ? [] : [{ path, line: Number(number), message }];
  });
  return found.length > 0 ? found : [{ message: output.trim().slice(-2000) }];
}
