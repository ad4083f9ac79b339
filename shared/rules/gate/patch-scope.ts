import type { CheckFinding } from '../../domain/check.ts';
import type { Patch } from '../../domain/remedy.ts';
import type { Target } from '../../domain/target.ts';
import { sizeOfPatch } from './changed-lines.ts';
import { isTestPath } from './source-path.ts';

export const MAX_FILES = 20;
export const MAX_CHANGED_LINES = 800;

/** What decides about the service rather than being it: dependencies, pipelines, infrastructure, permissions, tools' settings, secrets. */
const OUT_OF_BOUNDS: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|deno\.(json|lock)|\.npmrc|\.yarnrc(\.yml)?)$/, 'decides which packages are installed'],
  [/^(\.github|\.gitlab|\.circleci|\.buildkite|\.azure-pipelines|\.husky|\.ci)\/|(^|\/)(\.gitlab-ci\.ya?ml|\.travis\.yml|jenkinsfile|buildspec[\w.-]*\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|appspec\.ya?ml|makefile)$/i, 'is part of a pipeline'],
  [/^(infra|infrastructure|cdk|terraform|cloudformation|deploy|iac)\/|(^|\/)(cdk(\.context)?\.json|serverless[\w.-]*\.(ya?ml|ts|js|json)|template\.(ya?ml|json)|samconfig\.toml|dockerfile[\w.-]*|docker-compose[\w.-]*\.ya?ml|[\w.-]+\.tf(vars)?|[\w.-]*(policy|iam|permissions?)\.json)$/i, 'is infrastructure or permissions'],
  [/(^|\/)(tsconfig[\w.-]*\.json|jsconfig\.json|\.?eslint[\w.-]*|\.oxlintrc\.json|biome\.jsonc?|(vitest|vite|jest|babel|webpack|rollup|esbuild)\.config\.[cm]?[jt]s|\.babelrc|\.mocharc[\w.-]*|\.c8rc[\w.-]*|\.nycrc[\w.-]*|\.gitattributes|\.gitmodules|\.gitignore|codeowners)$/i, 'decides how the service is checked'],
  [/(^|\/)(\.env[\w.-]*|[\w.-]+\.(pem|key|p12|pfx|crt))$/i, 'holds secrets'],
  [/(^|\/)(\.git|node_modules)\//, 'is not source'],
];

/**
 * Whether a patch stays where it may be. Paths are relative to the target's directory.
 *
 * Decisions: a new test file may be added anywhere, since it only ever runs in the workshop. Tests that exist are left as they are
 * by recipes and models; a person may change them (what they proved must still be proven: the tests check sees to that) but not delete them.
 * The rest holds for everybody: whoever wants to change packages, pipelines or permissions goes the way the team has for that.
 */
export function checkScope(patch: Pick<Patch, 'files' | 'author'>, target: Pick<Target, 'scope'>): CheckFinding[] {
  const { files, author } = patch;
  const lines = sizeOfPatch(files);
  return [
    ...(lines === 0 ? [{ message: 'The patch changes nothing.', advice: 'Propose a change of at least one line.' }] : []),
    ...(files.length > MAX_FILES ? [{ message: `The patch touches ${files.length} files; ${MAX_FILES} is the most.`, advice: 'Split it into smaller ones.' }] : []),
    ...(lines > MAX_CHANGED_LINES ? [{ message: `The patch changes ${lines} lines; ${MAX_CHANGED_LINES} is the most.`, advice: 'Split it into smaller ones.' }] : []),
    ...files.flatMap((file) => findingOf(file, author.kind, target.scope) ?? []),
  ];
}

function findingOf({ path, before, after }: Patch['files'][number], author: Patch['author']['kind'], scope: readonly string[]): CheckFinding | undefined {
  if (!isPlainPath(path)) return { message: `"${path}" is no path inside the service.`, advice: 'Use a path relative to the service, without "..", with "/" between folders.', path };
  const [, role] = OUT_OF_BOUNDS.find(([pattern]) => pattern.test(path)) ?? [];
  if (role !== undefined) return { message: `${path} ${role}; Pawl does not change it.`, advice: 'Leave it as it is, and change it yourself where it is needed.', path };
  if (after?.includes('\0') === true) return { message: `${path} would become a binary file.`, advice: 'Only text can be reviewed; leave binary files out.', path };
  if (isTestPath(path)) {
    if (before === null) return undefined;
    if (after === null) return { message: `${path} is a test and would be deleted.`, advice: 'Keep it; what it proves must stay proven.', path };
    if (author !== 'person') return { message: `${path} is a test that exists already; a ${author} may only add new ones.`, advice: 'Change the code so that the test passes as it is, or add a test file.', path };
  }
  if (scope.some((prefix) => isUnder(path, prefix))) return undefined;
  return { message: `${path} is outside the target's scope (${scope.join(', ')}).`, advice: 'Stay inside the scope, or widen "scope" in pawl.config.json.', path };
}

const isPlainPath = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !/[\\\p{Cc}]|^[A-Za-z]:/u.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');

function isUnder(path: string, prefix: string): boolean {
  const folder = prefix.replace(/^\.\//, '').replace(/\/?\**$/, '');
  return folder === '' || folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
