import * as z from 'zod';
import type { Language } from '../../shared/ports/exercise.ts';

const LANGUAGES = {
  javascript: 'javascript', js: 'javascript', node: 'javascript', typescript: 'typescript', ts: 'typescript', python: 'python', py: 'python', java: 'java', go: 'go', golang: 'go', rust: 'rust', rs: 'rust', php: 'php', ruby: 'ruby', rb: 'ruby',
} as const satisfies Record<string, Language>;

/** What file systems take. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 1000;

const isInside = (path: string): boolean => path !== '' && !/^\/|\\|\0|^[A-Za-z]:/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= LONGEST_NAME) && path.length <= LONGEST_PATH;

const Path = z.string().refine(isInside, 'must be a relative path without "..", with names of at most 255 bytes');
const Files = z.record(Path, z.string());

/** One line of a file of cases. */
const CaseLine = z.object({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  language: z.string().transform((name, context): Language => {
    const known = Object.entries(LANGUAGES).find(([key]) => key === name.toLowerCase());
    if (known) return known[1];
    context.addIssue({ code: 'custom', message: `must be one of ${[...new Set(Object.values(LANGUAGES))].join(', ')}` });
    return z.NEVER;
  }),
  files: Files.default({}),
  candidate: Files.refine((files) => Object.keys(files).length > 0, 'must hold at least one file'),
  /** Path → text; or paths among the files; or the text of one test. */
  tests: z.union([Files, z.array(z.string().min(1)), z.string().min(1).transform((text) => [text])], 'must be path → text, or a list of paths'),
});

/** A change to judge: `candidate` takes the place of what `files` have by the same paths. */
export type CandidateCase = {
  readonly id: string;
  readonly language: Language;
  readonly files: ReadonlyMap<string, string>;
  readonly candidate: ReadonlyMap<string, string>;
  readonly tests: ReadonlyMap<string, string>;
};

export type CaseRead = { readonly ok: true; readonly case: CandidateCase } | { readonly ok: false; readonly problem: string };

/** Reads a line; every problem of it is told at once. */
export function readCase(line: string): CaseRead {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, problem: `not valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  const parsed = CaseLine.safeParse(value);
  if (!parsed.success) return { ok: false, problem: parsed.error.issues.map((issue) => `${issue.path.map((part) => String(part).slice(0, 80)).join('.') || 'the whole'}: ${issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message}`).join(', ') };
  const { id, language, files, candidate, tests } = parsed.data;
  const [before, after] = [new Map(Object.entries(files)), new Map(Object.entries(candidate))];
  // The text of a test that is there already is not the candidate's to choose.
  const named = Array.isArray(tests) ? namedTests(tests, new Map([...after, ...before]), language) : new Map(Object.entries(tests));
  const missing = [...named].find(([path, text]) => path.startsWith(UNNAMED) && /^[\w./-]+\.\w{1,4}$/.test(text.trim()));
  if (missing !== undefined) return { ok: false, problem: `tests: there is no file ${missing[1].trim()}` };
  if (named.size === 0) return { ok: false, problem: 'tests: must hold at least one test' };
  const paths = [...before.keys(), ...after.keys(), ...named.keys()];
  const folder = paths.find((path) => paths.some((other) => other.startsWith(`${path}/`)));
  if (folder !== undefined) return { ok: false, problem: `${folder} is a file, and the folder of another` };
  return { ok: true, case: { id, language, files: before, candidate: after, tests: named } };
}

const UNNAMED = 'pawl_case_';
const ENDINGS = { javascript: 'js', typescript: 'ts', python: 'py', java: 'java', go: 'go', rust: 'rs', php: 'php', ruby: 'rb' } as const satisfies Record<Language, string>;

/** A test by its path, by a command that names its path (`node test.js`), or, where no file is meant, by its text. */
function namedTests(tests: readonly string[], files: ReadonlyMap<string, string>, language: Language): Map<string, string> {
  return new Map(tests.flatMap((test, index): [string, string][] => {
    const paths = test.includes('\n') ? [] : test.split(/\s+/).map((word) => word.replace(/^\.\//, '')).filter((word) => files.has(word));
    if (paths.length > 0) return paths.map((path) => [path, files.get(path) ?? '']);
    return [[`${UNNAMED}${index + 1}_test.${ENDINGS[language]}`, test]];
  }));
}
