import * as z from 'zod';
import type { Target } from '../../../shared/domain/target.ts';
import type { Files } from '../../../shared/rules/gate/apply-patch.ts';
import { isTestPath } from '../reading/callee.ts';

const MOST_PATHS = 80;
const Names = z.record(z.string(), z.unknown()).catch({});
const PackageFile = z.object({ name: z.string().catch(''), type: z.string().catch('commonjs'), dependencies: Names, devDependencies: Names }).partial();
const CompilerOptions = z.object({ compilerOptions: Names.optional() });

/** What the service is, in facts that its own files and its configuration tell: how it runs, its limits, packages, compiler settings, the map of its files. */
export function serviceOverview(target: Target, files: Files): string {
  const parsed = PackageFile.safeParse(asJson(files.get('package.json')));
  const { name = '', type = 'commonjs', dependencies = {}, devDependencies = {} } = parsed.success ? parsed.data : {};
  const paths = [...files.keys()].filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  const listed = [...paths].sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b)).slice(0, MOST_PATHS);
  return [
    `One AWS Lambda function on Node.js${name === '' ? '' : ` (package ${plain(name)})`}. Its handler is \`${target.handlerExport}\` in ${target.entry}; Lambda calls it for each request, many environments side by side, each one request at a time; what is kept at module level lives as long as its environment.`,
    `Limits: ${target.limits.timeoutSeconds} s, ${target.limits.memoryMb} MB a request, ${target.limits.concurrency} at once.${target.shared ? ' It serves several tenants: what is kept between requests must not mix them.' : ''}`,
    `Modules: ${type === 'module' ? 'ECMAScript modules' : 'CommonJS unless the ending says otherwise'}. ${compilerFacts(files)}`,
    `Tests: \`${target.test.command.map(plain).join(' ')}\` (${target.test.runner}).${exampleTest(paths)}`,
    `Packages it uses: ${list(Object.keys(dependencies))}. For tests and tools: ${list(Object.keys(devDependencies))}. No other can be used.`,
    `You may change only: ${target.scope.map(plain).join(', ')}; new test files may be added.`,
    `Its files (${paths.length} of code): ${listed.map(plain).join(', ')}${paths.length > listed.length ? `, and ${paths.length - listed.length} more` : ''}.`,
  ].join('\n');
}

function compilerFacts(files: Files): string {
  const text = files.get('tsconfig.json');
  if (text === undefined) return 'There is no tsconfig.json.';
  const parsed = CompilerOptions.safeParse(asJson(text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/,(?=\s*[}\]])/g, '')));
  const options = Object.entries((parsed.success ? parsed.data.compilerOptions : undefined) ?? {}).filter(([key, value]) => typeof value === 'boolean' ? value : /^(?:target|module|moduleResolution|jsx)$/.test(key));
  return options.length === 0 ? 'TypeScript.' : `TypeScript with ${options.map(([key, value]) => (value === true ? plain(key) : `${plain(key)}=${plain(String(value))}`)).join(', ')}.`;
}

const exampleTest = (paths: readonly string[]): string => {
  const test = paths.find((path) => /[.-](?:test|spec)\./.test(path)) ?? paths.find(isTestPath);
  return test === undefined ? '' : ` Test files are named like ${plain(test)}.`;
};

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.slice(0, 60).map(plain).join(', '));

/** Names come from files of the repository: one line, nothing but what a name has. */
const plain = (text: string): string => text.replaceAll(/[^\p{L}\p{N} @/._:=+$*()[\]{},-]/gu, '_').slice(0, 160);

function asJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}
