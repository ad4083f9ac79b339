import { findingsOfLines } from './compiler-findings.ts';
import type { LanguageTools, Missing } from './language-tools.ts';
import { ask, shell, showFolders } from './toolchain.ts';

const MISSING: Missing = { kind: 'not-available', detail: 'There is no Ruby on this machine. To get it: apt-get install ruby.' };

async function findRuby() {
  const answer = await ask('ruby', '-rrbconfig', '-e', 'puts RbConfig.ruby, RbConfig::CONFIG["prefix"], RUBY_VERSION');
  const [program, prefix, version] = answer?.split('\n') ?? [];
  return program === undefined || prefix === undefined || version === undefined ? undefined : { program, tool: `ruby ${version}`, shown: showFolders([prefix]) };
}

/** Ruby: a test file is a program, or uses minitest or test-unit where they are installed. */
export const rubyTools: LanguageTools = {
  async check(step, { files }) {
    const ruby = await findRuby();
    if (ruby === undefined) return MISSING;
    if (step === 'types') return { kind: 'not-available', detail: 'Ruby has no types to check.' };
    const script = [...files.keys()].filter((path) => path.endsWith('.rb')).map((path) => `${shell(ruby.program, step === 'lint' ? '-wc' : '-c', path)} || status=1`);
    return { ...ruby, kind: 'by-program', call: () => ({ argv: ['sh', '-c', [...script, 'exit ${status:-0}'].join('\n')] }), findings: findingsOfLines() };
  },
  async test(_job, path) {
    const ruby = await findRuby();
    if (ruby === undefined) return MISSING;
    return { ...ruby, kind: 'by-program', input: (word, { service }) => JSON.stringify({ token: word, test: `${service}/${path}` }), call: ({ judge }) => ({ argv: [ruby.program, `${judge}/ruby.rb`] }) };
  },
};
