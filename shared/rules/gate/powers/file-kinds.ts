import type { CheckFinding } from '../../../domain/check.ts';
import type { PowersInput } from '../powers.ts';
import { isCodePath, isTestPath } from '../source-path.ts';

/** Text that a service reads and no tool runs; a model may change such a file, not bring one. */
const READ_ONLY = /\.(?:md|txt|json|html?|css|graphql|gql|sql|csv|ejs|hbs|mustache|svg|proto)$/i;
/** Files that a tool, a runner, an editor or a shell loads by its name, wherever it lies. */
const LOADED_BY_NAME = /(?:^|\/)(?:\.[^/]+|[\w.-]+\.(?:config|conf|rc|setup|workspace|preset)\.[\w.]+|(?:jest|vitest|mocha|karma|cypress|playwright|ava|tap|test)[.-]?(?:setup|globals?|hooks?|preload|environment|reporter|runner)[\w.-]*|setup[-_.]?(?:tests?|files?|jest|vitest)[\w.-]*|(?:global)?[-_.]?(?:setup|teardown)\.[cm]?[jt]sx?|makefile|rakefile|gulpfile[\w.-]*|gruntfile[\w.-]*|justfile|taskfile[\w.-]*|procfile|vagrantfile|brewfile|pipfile|gemfile|sitecustomize\.py|usercustomize\.py|conftest\.py|setup\.(?:py|cfg)|pyproject\.toml|requirements[\w.-]*\.txt|composer\.json|(?:package|npm-shrinkwrap|tsconfig|jsconfig|turbo|nx|lerna|renovate|vercel|netlify|now|cdk|sst)(?:[-.][\w.-]+)?\.jsonc?|claude\.md|agents\.md|copilot-instructions\.md|codeowners)$|(?:^|\/)(?:__mocks__|__snapshots__|\.[^/]+|node_modules|bower_components|jspm_packages|vendor|patches|hooks|bin)\//i;
/** Names that some file system takes for another: NTFS streams and short names, trailing dots and blanks, devices. */
const TAKEN_FOR_ANOTHER = /[:<>|"?*\\\p{Cc}]|[. ](?:\/|$)|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\/|$)|~\d(?:\.|\/|$)|(?:^|\/)\s/iu;

/** Which files a recipe or a model may bring or change at all, by name. The scope says where; this says what kind. */
export function fileKinds({ before, after, changed, author }: PowersInput): CheckFinding[] {
  const lower = new Map([...before.keys()].map((path) => [path.toLowerCase(), path]));
  const stems = new Map([...before.keys()].map((path) => [stemOf(path), path]));
  return changed.flatMap((path) => {
    const problem = problemOf(path, { isNew: !before.has(path), isGone: !after.has(path), author, lower, stems });
    return problem === undefined ? [] : [{ message: `${path} ${problem}.`, advice: `A ${author} changes code and adds code and tests; a person brings everything else.`, path }];
  });
}

type About = { readonly isNew: boolean; readonly isGone: boolean; readonly author: string; readonly lower: ReadonlyMap<string, string>; readonly stems: ReadonlyMap<string, string> };

function problemOf(path: string, { isNew, isGone, author, lower, stems }: About): string | undefined {
  if (isNew && !/^[\x20-\x7E]+$/.test(path)) return 'has letters in its name that look like others';
  if (TAKEN_FOR_ANOTHER.test(path)) return 'has a name that some file systems take for another';
  if ((isNew || author !== 'recipe') && LOADED_BY_NAME.test(path)) return 'is loaded by its name by a tool, a runner or a shell';
  if (!isNew) return isCodePath(path) || READ_ONLY.test(path) || path.endsWith('.d.ts') || author === 'recipe' || isGone ? undefined : 'is neither code nor a text that the service reads';
  const twin = lower.get(path.toLowerCase());
  if (twin !== undefined) return `differs from ${twin} only by capitals`;
  const shadowed = stems.get(stemOf(path));
  if (shadowed !== undefined && isCodePath(path)) return `would be found in place of ${shadowed}`;
  if (isCodePath(path) || (isTestPath(path) && path.endsWith('.json'))) return undefined;
  return 'would be a new file that is not code';
}

/** `src/a.ts` → `src/a`: what an import without an ending looks for. */
const stemOf = (path: string): string => (isCodePath(path) || /\.(?:json|node)$/.test(path) ? path.replace(/\.\w+$/, '').replace(/\/index$/, '').toLowerCase() : path);
