import type { Target } from '../../../../shared/domain/target.ts';
import type { FunctionSetting, SettingOwner } from '../../../../shared/rules/gate/configuration/function-setting.ts';
import { functionSettings } from '../../../../shared/rules/gate/configuration/function-settings.ts';
import { abstain } from '../../recipe.ts';

export type FoundSetting = FunctionSetting & { readonly path: string };

/** The one place in the service's files that sets this of the target's function. Abstains when there is none, more than one, or it is not its own. */
export function settingOfTarget(files: ReadonlyMap<string, string>, target: Target, name: FunctionSetting['name']): FoundSetting {
  const read = [...files].map(([path, text]) => ({ path, ...functionSettings(path, text) })).filter(({ owners }) => owners.length > 0);
  if (read.length === 0) return abstain('no file of the service configures a function (CDK, CloudFormation, SAM, Serverless or Terraform)');
  const matches = read.flatMap(({ path, owners, settings }) => owners.flatMap((owner) => (isTarget(owner, target) ? [{ path, owner, owners, settings }] : [])));
  const [match, other] = matches;
  if (match === undefined) return abstain(`none of the functions in ${read.map(({ path }) => path).join(', ')} is known to be ${target.functionName}`);
  if (other !== undefined) return abstain(`${target.functionName} is configured twice: in ${match.path} and ${other.path}`);
  const { path, owner, owners, settings } = match;
  if (owner.id === '' && owner.functionName === undefined && /\.[cm]?[jt]sx?$/.test(path)) abstain(`in ${path} its id is computed: the same lines may make more than one function`);
  const queued = name === 'timeout' ? [...files].find(([, text]) => QUEUE.test(text)) : undefined;
  if (queued) abstain(`a queue is set up in ${queued[0]}: it must hide messages at least as long as the function may take, and is to be changed with it`);
  const own = settings.filter((setting) => setting.name === name && setting.owner === owner);
  const shared = settings.filter((setting) => setting.name === name && setting.owner.kind === 'default');
  if (own.length === 0 && shared.length > 0 && owners.length > 1) return abstain(`${path} sets it for all of its ${owners.length} functions`);
  const [setting, second] = own.length > 0 ? own : shared;
  if (setting === undefined) return abstain(`${path} does not set the ${name === 'memory' ? 'memory' : 'time-out'} of ${target.functionName}`);
  if (second !== undefined) return abstain(`${path} sets it twice`);
  if (setting.value === undefined) return abstain(`in ${path} it is computed, not a plain number`);
  return { ...setting, path };
}

/** Queues and what lets them call a function, as templates, Terraform and the CDK write it. */
const QUEUE = /AWS::SQS::Queue|Type:\s*SQS\b|"Type":\s*"SQS"|^\s*-\s*sqs:|aws_sqs_queue|SqsEventSource|arn:aws[\w-]*:sqs:/m;

/** By its name, where that is written down; else by the module and export that it runs. */
function isTarget(owner: SettingOwner, { functionName, entry, handlerExport }: Target): boolean {
  if (owner.functionName !== undefined) return owner.functionName === functionName;
  const module = withoutEnding(entry);
  if (owner.entry !== undefined && /\.[cm]?[jt]sx?$/.test(owner.entry)) return sameModule(withoutEnding(owner.entry), module) && (owner.handler === undefined ? handlerExport === 'handler' : owner.handler === handlerExport || owner.handler.endsWith(`.${handlerExport}`));
  const handler = /^(.*)\.(\w+)$/.exec(owner.handler ?? '');
  return handler !== null && handler[2] === handlerExport && sameModule(joined(owner.entry, handler[1] ?? ''), module);
}

const withoutEnding = (path: string): string => path.replace(/^(?:\.{1,2}\/)+/, '').replace(/\.[cm]?[jt]sx?$/, '');

const joined = (folder: string | undefined, module: string): string => [withoutEnding(folder ?? '').replace(/^\.?\/?|\/$/g, ''), withoutEnding(module)].filter((part) => part !== '').join('/');

/** The same path, or one that ends with the other: what is built lies elsewhere (`dist/handler` of `src/handler`). */
function sameModule(configured: string, module: string): boolean {
  const source = (path: string) => path.replace(/^(?:dist|build|out|src|lib)\//, '');
  return configured === module || source(configured) === source(module);
}
