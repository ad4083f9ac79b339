import { posix } from 'node:path';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import { findingsOfLines } from './compiler-findings.ts';
import { GO_ENVIRONMENT, warmGoCache } from './go-cache.ts';
import type { LanguageTools, Missing, PrintedCase, Toolchain } from './language-tools.ts';
import { ask, shell, showFolders } from './toolchain.ts';

const MISSING: Missing = { kind: 'not-available', detail: 'There is no Go on this machine. To get it: apt-get install golang-go, or go.dev/dl.' };
const SHOWN_CACHE = '/opt/pawl/go-cache';
const CACHE = '/tmp/go-cache';
const BINARY = '/tmp/pawl-test';
const ENVIRONMENT = { ...GO_ENVIRONMENT, GOCACHE: CACHE };

type Go = Toolchain & { readonly root: string; readonly setUp: string };

/** `setUp`: links to what is compiled already, and a module where the files bring none. */
async function findGo({ files }: ExerciseJob): Promise<Go | undefined> {
  const [root, version] = (await ask('go', 'env', 'GOROOT', 'GOVERSION'))?.split('\n') ?? [];
  if (root === undefined || version === undefined) return undefined;
  const cache = await warmGoCache(`${root}/bin/go`, version);
  const module = files.has('go.mod') ? [] : [`printf 'module exercise\\n\\ngo ${/\d+\.\d+/.exec(version)?.[0] ?? '1.21'}\\n' > go.mod`];
  return { tool: version, root, shown: [...showFolders([root]), { from: cache, at: SHOWN_CACHE }], setUp: [`{ [ ! -e ${SHOWN_CACHE} ] || cp -rs ${SHOWN_CACHE} ${CACHE}; }`, ...module].join(' && ') };
}

/** Go: a test file is one of `go test`, or a program of package main. */
export const goTools: LanguageTools = {
  async check(step, job) {
    const go = await findGo(job);
    if (go === undefined) return MISSING;
    const sources = [...job.files.keys()].filter((path) => path.endsWith('.go'));
    const program = { syntax: shell(`${go.root}/bin/gofmt`, '-e', '-l', ...sources), lint: `${shell(`${go.root}/bin/go`, 'vet')} ./...`, types: `${shell(`${go.root}/bin/go`, 'vet', '-unreachable')} ./...` }[step];
    const findings = findingsOfLines(/^(?:vet: )?(?:\.\/)?([^\s:#]+\.go):(\d+):\d+:\s*(.*)$/);
    return { ...go, kind: 'by-program', tool: { syntax: 'gofmt', lint: 'go vet', types: go.tool }[step], call: () => ({ argv: ['sh', '-c', `${go.setUp} && exec ${program}`], environment: ENVIRONMENT }), findings };
  },
  async test(job, path) {
    const go = await findGo(job);
    if (go === undefined) return MISSING;
    const text = job.files.get(path) ?? '';
    const folder = posix.dirname(path);
    const isSuite = path.endsWith('_test.go');
    const [, packageName = 'main'] = /^package\s+(\w+)/m.exec(text) ?? [];
    const judge = posix.join(folder, isSuite ? 'zz_pawl_judge_test.go' : 'zz_pawl_judge.go');
    const names = [...text.matchAll(/^func (Test\w*)\s*\(/gm)].map(([, name]) => name ?? '').filter((name) => name !== 'TestMain');
    if (isSuite && names.length === 0) return { kind: 'not-available', detail: `${path} has no function called Test….` };
    const ownMain = [...job.files].some(([name, each]) => posix.dirname(name) === folder && name.endsWith('_test.go') && /^func TestMain\s*\(/m.test(each));
    const build = isSuite ? ['test', '-c', '-vet=off'] : ['build'];
    const run = isSuite ? `-test.v -test.paniconexit0 -test.run ${shell(`^(${[...names, LAST_TEST].join('|')})$`)}` : '';
    return {
      ...go, kind: 'by-program',
      cases: (output) => casesOf(output, names),
      ...(isSuite ? {} : { files: () => new Map([[path, text.replace(/^func main\s*\(\s*\)/m, 'func pawlMain()')]]) }),
      // What holds the word comes on standard input, and is gone before the code under test runs.
      input: (word) => judgeFile(packageName, isSuite ? (ownMain ? 'last-test' : 'main-of-tests') : 'main', word),
      call: () => ({ argv: ['sh', '-c', [
        `cat > ${shell(judge)}`, go.setUp, `${shell(`${go.root}/bin/go`, ...build, '-o', BINARY, `./${folder}`)} </dev/null >&2`,
        `rm -rf ${shell(judge)} ${CACHE} /tmp/go-build*`, `chmod 111 ${BINARY}`, `cd ${shell(folder)}`, `exec ${BINARY} ${run} </dev/null`,
      ].join(' && ')], environment: ENVIRONMENT }),
    };
  },
};

const STATUS = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' } as const;

const casesOf = (output: string, names: readonly string[]): PrintedCase[] =>
  [...output.matchAll(/^--- (PASS|FAIL|SKIP): (\w+) \(([\d.]+)s\)$/gm)].flatMap(([, verdict, name, seconds]) =>
    (name !== undefined && names.includes(name) && (verdict === 'PASS' || verdict === 'FAIL' || verdict === 'SKIP') ? [{ name, status: STATUS[verdict], durationMs: Number(seconds) * 1000 }] : []));

const LAST_TEST = 'TestZzPawlRanToTheEnd';

/** A file of the tests' own package that says the word once all of them have run and passed. */
function judgeFile(packageName: string, how: 'main' | 'main-of-tests' | 'last-test', word: string): string {
  const key = 0x5a;
  const hidden = [...Buffer.from(`\n${word} passed {}\n`)].map((byte) => byte ^ key).join(', ');
  const say = `func pawlSay() {\n\thidden := []byte{${hidden}}\n\tfor index := range hidden {\n\t\thidden[index] ^= ${key}\n\t}\n\tpawlos.NewFile(3, "results").Write(hidden)\n}\n`;
  const ends = {
    main: 'func main() {\n\tpawlMain()\n\tpawlSay()\n}\n',
    'main-of-tests': 'func TestMain(m *pawltesting.M) {\n\tcode := m.Run()\n\tif code == 0 {\n\t\tpawlSay()\n\t}\n\tpawlos.Exit(code)\n}\n',
    'last-test': `func ${LAST_TEST}(t *pawltesting.T) { pawlSay() }\n`,
  }[how];
  return `package ${packageName}\n\nimport (\n\tpawlos "os"\n${how === 'main' ? '' : '\tpawltesting "testing"\n'})\n\n${say}\n${ends}`;
}
