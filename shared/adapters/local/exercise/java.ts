import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ExerciseJob } from '../../../ports/exercise.ts';
import { findingsOfLines } from './compiler-findings.ts';
import type { LanguageTools, Missing, Toolchain } from './language-tools.ts';
import { ask, shell, showFolders } from './toolchain.ts';

const MISSING: Missing = { kind: 'not-available', detail: 'There is no Java compiler on this machine. To get it: apt-get install default-jdk-headless, or adoptium.net.' };
const CLASSES = '/tmp/classes';
/** Of what a run may hold; the rest is the machine's own. */
const HEAP_SHARE = 0.5;

type Java = Toolchain & { readonly bin: string };

async function findJava(): Promise<Java | undefined> {
  const settings = await ask('javac', '-J-XshowSettings:properties', '-version');
  const home = /^\s*java\.home = (.*)$/m.exec(settings ?? '')?.[1];
  if (settings === undefined || home === undefined) return undefined;
  const etc = etcFoldersOf(join(home, 'conf'));
  return { tool: `java ${/^\s*java\.version = (.*)$/m.exec(settings)?.[1] ?? ''}`, bin: join(home, 'bin'), etc, shown: [...showFolders([home]), ...etc.map((name) => ({ from: `/etc/${name}`, at: `/etc/${name}` }))] };
}

/** Debian keeps the configuration of Java in /etc, and links to it. */
function etcFoldersOf(folder: string): string[] {
  const names = new Set<string>();
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inside = join(path, entry.name);
      if (entry.isSymbolicLink()) {
        const [, name] = /^\/etc\/([^/]+)\//.exec(readlinkSync(inside)) ?? [];
        if (name !== undefined && lstatSync(`/etc/${name}`, { throwIfNoEntry: false })?.isDirectory() === true) names.add(name);
      } else if (entry.isDirectory()) visit(inside);
    }
  };
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) visit(folder);
  return [...names];
}

const sourcesOf = ({ files }: ExerciseJob): string[] => [...files.keys()].filter((path) => path.endsWith('.java'));
const USES_JUNIT = /^\s*import\s+(static\s+)?(org\.junit|org\.testng)\b/m;
const COMPILE = ['-J-Xshare:auto', '-J-XX:+UseSerialGC', '-J-XX:TieredStopAtLevel=1', '-proc:none', '-d', CLASSES];

/** Java: a test is a class with `main`, run with assertions on, or with methods called test…. */
export const javaTools: LanguageTools = {
  async check(step, job) {
    const java = await findJava();
    if (java === undefined) return MISSING;
    const words = { syntax: ['-XDshould-stop.ifNoError=PARSE', '-XDshould-stop.ifError=PARSE'], lint: ['-Xlint:all', '-Werror'], types: ['-nowarn'] }[step];
    return { ...java, kind: 'by-program', call: () => ({ argv: [`${java.bin}/javac`, ...COMPILE, ...words, ...sourcesOf(job)] }), findings: findingsOfLines(step === 'lint' ? /^([^\s:]+\.java):(\d+): (?:warning: )?(.*)$/ : /^([^\s:]+\.java):(\d+): error: (.*)$/) };
  },
  async test(job, path) {
    const java = await findJava();
    if (java === undefined) return MISSING;
    const text = job.files.get(path) ?? '';
    if (USES_JUNIT.test(text)) return { kind: 'not-available', detail: `${path} needs JUnit or TestNG, which are not part of Java; a class with main and assertions can be run.` };
    const [, packageName] = /^\s*package\s+([\w.]+)\s*;/m.exec(text) ?? [];
    const className = [...(packageName === undefined ? [] : [packageName]), posix.basename(path, '.java')].join('.');
    const heap = Math.max(64, Math.round(job.memoryMb * HEAP_SHARE));
    return {
      ...java, kind: 'by-program', input: (word) => word,
      call: ({ judge }) => ({ argv: ['sh', '-c', [
        `${shell(`${java.bin}/javac`, ...COMPILE, '-nowarn', `${judge}/PawlJudge.java`, ...sourcesOf(job))} </dev/null >&2`,
        `exec ${shell(`${java.bin}/java`, '-ea', '-Xshare:auto', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Xmx${heap}m`, '-cp', CLASSES, 'PawlJudge', className)}`,
      ].join(' && ')] }),
    };
  },
};
