import type { CheckFinding } from '../../domain/check.ts';
import type { FileChange, Patch } from '../../domain/remedy.ts';
import type { Allowance, Target } from '../../domain/target.ts';
import { sizeOfPatch } from './changed-lines.ts';
import { isTestPath } from './source-path.ts';
import { checkTestWeakening } from './test-weakening.ts';

export const MAX_FILES = 20;
export const MAX_CHANGED_LINES = 800;

/**
 * What decides about the service rather than being it: dependencies, pipelines, infrastructure, permissions, tools' settings, secrets.
 * Where an owner may allow it, by which word.
 */
const OUT_OF_BOUNDS: readonly { readonly pattern: RegExp; readonly role: string; readonly allowedBy?: Allowance }[] = [
  { pattern: /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|deno\.(json|lock)|\.npmrc|\.yarnrc(\.yml)?|\.pnp\.[cm]?js|requirements[\w.-]*\.txt|pipfile(\.lock)?|poetry\.lock|pyproject\.toml|sitecustomize\.py|go\.(mod|sum)|cargo\.(toml|lock)|gemfile(\.lock)?|composer\.(json|lock))$/i, role: 'decides which packages are installed', allowedBy: 'dependencies' },
  { pattern: /(^|\/)(\.github|\.gitlab|\.circleci|\.buildkite|\.azure-pipelines|\.husky|\.ci|\.vscode|\.idea|\.devcontainer)\/|(^|\/)(\.gitlab-ci\.ya?ml|\.travis\.yml|jenkinsfile|buildspec[\w.-]*\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|appspec\.ya?ml|makefile|\.lintstagedrc[\w.-]*|lefthook\.ya?ml|\.pre-commit-config\.yaml|procfile)$/i, role: 'is part of a pipeline', allowedBy: 'pipelines' },
  { pattern: /(^|\/)[\w.-]*(policy|iam|permissions?|roles?)\.(json|ya?ml)$/i, role: 'decides about permissions', allowedBy: 'permissions' },
  { pattern: /^(infra|infrastructure|cdk|terraform|cloudformation|deploy|iac)\/|(^|\/)(cdk(\.context)?\.json|serverless[\w.-]*\.(ya?ml|ts|js|json)|template\.(ya?ml|json)|samconfig\.toml|dockerfile[\w.-]*|docker-compose[\w.-]*\.ya?ml|[\w.-]+\.tf(vars)?)$/i, role: 'is infrastructure', allowedBy: 'infrastructure' },
  { pattern: /(^|\/)(tsconfig[\w.-]*\.json|jsconfig\.json|\.?eslint[\w.-]*|\.oxlintrc\.json|biome\.jsonc?|(vitest|vite|jest|babel|webpack|rollup|esbuild|ava|playwright|cypress|karma)\.(config|setup|workspace|conf)\.[cm]?[jt]s(on)?|(jest|vitest|test)[.-]setup\.[cm]?[jt]s|\.babelrc|\.mocharc[\w.-]*|\.taprc|\.c8rc[\w.-]*|\.nycrc[\w.-]*|\.gitattributes|\.gitmodules|\.gitignore|codeowners|pawl\.inputs\.jsonl|pawl\.config\.json)$/i, role: 'decides how the service is checked', allowedBy: 'checks' },
  { pattern: /(^|\/)(\.env[\w.-]*|[\w.-]+\.(pem|key|p12|pfx|crt|jks|keystore))$/i, role: 'holds secrets' },
  { pattern: /(^|\/)(\.git|node_modules)\//i, role: 'is not source' },
];

/**
 * Whether a patch stays where it may be. Paths are relative to the target's directory.
 *
 * Decisions: a new test file may be added anywhere, since it only ever runs in the workshop. Tests that exist are left as they are
 * by recipes and models; a person may change them, but neither weaken nor delete them. The rest holds for everybody: whoever wants
 * to change packages, pipelines or permissions goes the way the team has for that, unless the owner's `allows` lists it. What an owner
 * allows may lie outside the scope. Nobody may be allowed secrets and what is not source.
 *
 * `isConfigurationChange`: what a recipe may change in infrastructure all the same, since it only sets a number that was there.
 */
export function checkScope(patch: Pick<Patch, 'files' | 'author'>, target: Pick<Target, 'scope' | 'allows'>, isConfigurationChange: (file: FileChange) => boolean = () => false): CheckFinding[] {
  const { files, author } = patch;
  const allows: ReadonlySet<Allowance> = new Set(target.allows);
  const lines = sizeOfPatch(files);
  return [
    ...(lines === 0 ? [{ message: 'The patch changes nothing.', advice: 'Propose a change of at least one line.' }] : []),
    ...(files.length > MAX_FILES ? [{ message: `The patch touches ${files.length} files; ${MAX_FILES} is the most.`, advice: 'Split it into smaller ones.' }] : []),
    ...(lines > MAX_CHANGED_LINES ? [{ message: `The patch changes ${lines} lines; ${MAX_CHANGED_LINES} is the most.`, advice: 'Split it into smaller ones.' }] : []),
    ...files.flatMap((file) => (author.kind === 'recipe' && isConfigurationChange(file) ? [] : (findingOf(file, author.kind, target.scope, allows) ?? []))),
    ...(allows.has('tests') || author.kind !== 'person' ? [] : checkTestWeakening(files.filter(({ after }) => after !== null))),
  ];
}

function findingOf({ path, before, after }: Patch['files'][number], author: Patch['author']['kind'], scope: readonly string[], allows: ReadonlySet<Allowance>): CheckFinding | undefined {
  if (!isPlainPath(path)) return { message: `"${path}" is no path inside the service.`, advice: 'Use a path relative to the service, without "..", with "/" between folders.', path };
  if (author !== 'person' && before === null && !/^[\x20-\x7e]+$/.test(path)) return { message: `"${path}" has letters that may look like others.`, advice: 'Name new files in plain ASCII.', path };
  const bounds = OUT_OF_BOUNDS.filter(({ pattern }) => pattern.test(path.normalize('NFKC')));
  const closed = bounds.find(({ allowedBy }) => allowedBy === undefined || !allows.has(allowedBy));
  if (closed !== undefined) return { message: `${path} ${closed.role}; Pawl does not change it.`, advice: closed.allowedBy === undefined ? 'Leave it as it is, and change it yourself where it is needed.' : `Leave it as it is and change it yourself, or list "${closed.allowedBy}" in the target's "allows".`, path };
  if (after?.includes('\0') === true) return { message: `${path} would become a binary file.`, advice: 'Only text can be reviewed; leave binary files out.', path };
  if (author !== 'person' && /(^|\/)__mocks__\//.test(path)) return { message: `${path} would stand in for a module in every test.`, advice: 'Stub what a test needs inside that test.', path };
  if (isTestPath(path)) {
    if (before === null) return undefined;
    if (allows.has('tests')) return undefined;
    if (after === null) return { message: `${path} is a test and would be deleted.`, advice: 'Keep it; what it proves must stay proven.', path };
    if (author !== 'person') return { message: `${path} is a test that exists already; a ${author} may only add new ones.`, advice: 'Change the code so that the test passes as it is, or add a test file.', path };
  }
  if (bounds.length > 0 || scope.some((prefix) => isUnder(path, prefix))) return undefined;
  return { message: `${path} is outside the target's scope (${scope.join(', ')}).`, advice: 'Stay inside the scope, or widen "scope" in pawl.config.json.', path };
}

const isPlainPath = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !/[\\\p{Cc}]|^[A-Za-z]:/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');

function isUnder(path: string, prefix: string): boolean {
  const folder = prefix.replace(/^\.\//, '').replace(/\/?\**$/, '');
  return folder === '' || folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
