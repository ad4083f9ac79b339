import { findingsOfLines } from './compiler-findings.ts';
import type { LanguageTools, Missing } from './language-tools.ts';
import { ask, shell, showFolders } from './toolchain.ts';

const MISSING: Missing = { kind: 'not-available', detail: 'There is no PHP on this machine. To get it: apt-get install php-cli.' };

async function findPhp() {
  const answer = await ask('php', '-n', '-r', 'echo PHP_BINARY, "\\n", PHP_VERSION;');
  const [program, version] = answer?.split('\n') ?? [];
  return program === undefined || version === undefined ? undefined : { program, tool: `php ${version}`, shown: showFolders([program]) };
}

/** PHP: a test file is a program, run with assertions on. */
export const phpTools: LanguageTools = {
  async check(step, { files }) {
    const php = await findPhp();
    if (php === undefined) return MISSING;
    if (step !== 'syntax') return { kind: 'not-available', detail: 'PHP brings no tool for this; phpstan is not supported.' };
    const script = [...files.keys()].filter((path) => path.endsWith('.php')).map((path) => `${shell(php.program, '-n', '-d', 'display_errors=stderr', '-l', path)} || status=1`);
    return { ...php, kind: 'by-program', call: () => ({ argv: ['sh', '-c', [...script, 'exit ${status:-0}'].join('\n')] }), findings: readPhp };
  },
  async test(_job, path) {
    const php = await findPhp();
    if (php === undefined) return MISSING;
    return { ...php, kind: 'by-program', input: (word, { service }) => JSON.stringify({ token: word, test: `${service}/${path}` }), call: ({ judge }) => ({ argv: [php.program, '-n', '-d', 'zend.assertions=1', '-d', 'assert.exception=1', '-d', 'display_errors=stderr', `${judge}/php.php`] }) };
  },
};

function readPhp(run: { readonly output: string; readonly exitCode: number | undefined }) {
  const found = run.output.split('\n').flatMap((line) => {
    const [, message, path, number] = /^(?:PHP )?(?:Parse|Fatal) error:\s*(.*) in (\S+) on line (\d+)$/.exec(line) ?? [];
    return message === undefined || path === undefined ? [] : [{ path: path.replace(/^\/service\//, ''), line: Number(number), message }];
  });
  return found.length > 0 ? found : findingsOfLines()(run);
}
