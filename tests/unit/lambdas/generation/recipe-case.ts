import { diffLines } from 'diff';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import type { FileChange } from '../../../../shared/domain/remedy.ts';

/**
 * One case: the source files, where the evidence points, and what is to become of it. Written as one text file:
 * `site PATH SNIPPET` (innermost first), `KEY: VALUE` settings, `abstains PATTERN`, then sections
 * - `--- PATH`: a source; packages that the code imports may be played by `--- node_modules/NAME/index.js`,
 * - `--- diff PATH`: the removed and added lines expected (of a new file only where the case cares),
 * - `--- test PATH`: tests of the service that pass before and after; the recipe sees them among the files,
 * - `--- failing test PATH`: tests that fail before and pass after; the recipe does not see them.
 * `newline: crlf` writes the sources with such line ends, and wants none other to come out. The line `generated test fails before`
 * says that the test which the recipe writes proves the change.
 */
export type RecipeCase = {
  readonly name: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly sites: readonly { path: string; snippet: string }[];
  readonly abstains: RegExp | undefined;
  readonly files: ReadonlyMap<string, string>;
  readonly diffs: ReadonlyMap<string, string>;
  /** Paths of the tests among `files`. */
  readonly tests: readonly string[];
  readonly failingTests: ReadonlyMap<string, string>;
  readonly generatedTestFailsBefore: boolean;
};

export function parseCase(name: string, text: string): RecipeCase {
  const [head = '', ...sections] = text.split(/^--- /m);
  const lines = head.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const settings = new Map(lines.flatMap((line) => (/^\w+: /.test(line) ? [[line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const] : [])));
  const sites = lines.flatMap((line) => {
    const found = /^site (\S+) (.+)$/.exec(line);
    return found ? [{ path: found[1] ?? '', snippet: found[2] ?? '' }] : [];
  });
  const abstains = lines.find((line) => line.startsWith('abstains '));
  const files = new Map<string, string>();
  const diffs = new Map<string, string>();
  const tests: string[] = [];
  const failingTests = new Map<string, string>();
  for (const section of sections) {
    const end = section.indexOf('\n');
    const title = section.slice(0, end).trim();
    const body = section.slice(end + 1).replace(/\n+$/, '\n');
    const source = settings.get('newline') === 'crlf' ? body.replaceAll('\n', '\r\n') : body;
    if (title.startsWith('diff ')) diffs.set(title.slice(5), body);
    else if (title.startsWith('failing test ')) failingTests.set(title.slice(13), source);
    else if (title.startsWith('test ')) tests.push(title.slice(5));
    if (/^(?:diff|failing test) /.test(title)) continue;
    files.set(title.replace(/^test /, ''), source);
  }
  const generatedTestFailsBefore = lines.includes('generated test fails before');
  return { name, settings, sites, abstains: abstains === undefined ? undefined : new RegExp(abstains.slice('abstains '.length)), files, diffs, tests, failingTests, generatedTestFailsBefore };
}

/** Where the snippets are in the sources; one that a rewrite has changed is taken to be where it was `before`. */
export function sitesIn(files: ReadonlyMap<string, string>, wanted: RecipeCase['sites'], before: readonly CodeSite[] = []): CodeSite[] {
  return wanted.flatMap(({ path, snippet }, index) => {
    const text = files.get(path) ?? '';
    const offset = text.indexOf(snippet);
    if (offset < 0) return before[index] ?? [];
    const lines = text.slice(0, offset).split('\n');
    return [{ path, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }];
  });
}

/** Removed and added lines of a change, in order, without their carriage returns. */
export function changedLines(change: FileChange): string {
  const plain = (text: string | null) => (text ?? '').replaceAll('\r\n', '\n');
  return diffLines(plain(change.before), plain(change.after))
    .flatMap(({ added, removed, value }) => (added || removed ? value.replace(/\n$/, '').split('\n').map((line) => (added ? '+' : '-') + line) : []))
    .join('\n')
    .concat('\n');
}
