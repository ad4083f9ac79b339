import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SUFFIXES } from '../../infra/acknowledge-suffixes.ts';
import { FUNCTION_NAMES, functionNamed } from '../../infra/functions.ts';
import { ACTIONS_WITHOUT_RESOURCE } from '../../infra/grants.ts';
import { permissionsIn } from './permissions-in.ts';
import { resourcesOf, STAGE, synthesized } from './synthesized.ts';

const { loop, orders, source } = synthesized();
const allowed = [loop, orders, source].flatMap(permissionsIn);
const short = (role: string): string => role.replace(`pawl-${STAGE}-`, '');
const whoMay = (actions: RegExp): string[] => [...new Set(allowed.filter(({ action }) => actions.test(action)).map(({ role }) => short(role)))].sort();
const FOUR = ['guard', 'promote', 'release', 'rollback'];

/** Every SDK command that the product's code makes, by name. */
const commandsUsed = new Set(
  ['shared/adapters/aws', 'shared/platform', 'lambdas']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new ([A-Z]\w+)Command\(/g)].map(([, command = '']) => command)),
);
/** Actions whose names are not their commands'. */
const ACTION_OF_COMMAND: Readonly<Record<string, string>> = { Invoke: 'InvokeFunction', Converse: 'InvokeModel', ListObjectsV2: 'ListBucket', TransactWriteItems: 'ConditionCheckItem', CopyObject: 'PutObject' };

/** In an adapter, and called by nobody in the product: executions are ended by what they wait for. */
const NOBODY_CALLS = new Set(['StopExecution']);

describe('Roles', () => {
  it('Every function has a role of its own, and none a policy that AWS manages.', () => {
    const roles = Object.values(resourcesOf(loop, 'AWS::Lambda::Function')).map(({ Properties }) => JSON.stringify(Properties?.['Role']));
    expect(new Set(roles).size).toBe(FUNCTION_NAMES.length);
    const managed = [loop, orders].flatMap((template) => Object.values(resourcesOf(template, 'AWS::IAM::Role'))).filter(({ Properties }) => Properties !== undefined && 'ManagedPolicyArns' in Properties);
    // API Gateway's own, for the logs of the account's APIs.
    expect(managed.map(({ Properties }) => JSON.stringify(Properties?.['AssumeRolePolicyDocument']).includes('"apigateway.amazonaws.com"'))).toEqual([true]);
  });

  it('No action has a wildcard.', () => {
    expect(allowed.length).toBeGreaterThan(100);
    expect(allowed.filter(({ action }) => action.includes('*'))).toEqual([]);
  });

  it('Every resource is only allowed for actions that AWS knows no resource for.', () => {
    const everything = allowed.filter(({ resource }) => resource === '*');
    expect(everything.filter(({ action }) => !(action in ACTIONS_WITHOUT_RESOURCE))).toEqual([]);
    expect(Object.keys(ACTIONS_WITHOUT_RESOURCE).filter((action) => !everything.some((held) => held.action === action))).toEqual([]);
  });

  it('A wildcard in an ARN stands for versions, executions, objects of a folder or log streams only.', () => {
    const wild = allowed.filter(({ resource }) => resource !== '*' && resource.includes('*'));
    expect(wild.filter(({ resource }) => !SUFFIXES.some(([pattern]) => pattern.test(resource)))).toEqual([]);
  });

  it('Only release, promote, rollback and guard move an alias or write a function’s code.', () => {
    expect(whoMay(/^lambda:(UpdateAlias|UpdateFunctionCode)$/)).toEqual(FOUR);
    expect(whoMay(/^lambda:PublishVersion$/)).toEqual(['adopt-target', ...FOUR]);
    expect(whoMay(/^lambda:CreateAlias$/)).toEqual(['adopt-target']);
    expect(whoMay(/^lambda:(Delete|UpdateFunctionConfiguration|AddPermission|Put)/)).toEqual([]);
  });

  it('Only generate calls a model or reads a key, and only those that were configured.', () => {
    const models = allowed.filter(({ action }) => action.startsWith('bedrock:'));
    expect(whoMay(/^(bedrock|ssm):/)).toEqual(['generate']);
    expect(models.map(({ resource }) => resource).sort()).toEqual([
      'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0',
      'arn:aws:bedrock:eu-north-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-20250514-v1:0',
      'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-pro-v1:0',
    ]);
    expect(allowed.filter(({ action }) => action.startsWith('ssm:')).map(({ action, resource }) => `${action} ${resource}`)).toEqual(['ssm:GetParameter arn:aws:ssm:eu-north-1:111122223333:parameter/pawl/other-key']);
    expect(models.filter(({ resource }) => resource.includes('*')).every(({ conditions }) => conditions.includes('bedrock:InferenceProfileArn'))).toBe(true);
  });

  it('Nobody calls a model when none is configured.', () => {
    expect(permissionsIn(synthesized({ models: undefined }).loop).filter(({ action }) => /^(bedrock|ssm):/.test(action))).toEqual([]);
  });

  it('Nobody passes a role, makes one, or touches who may do what.', () => {
    expect(whoMay(/^(iam|sts|organizations):/)).toEqual([]);
  });

  it('What reads telemetry writes no code, in Git or on Lambda.', () => {
    const writers = whoMay(/^codecommit:(Create|Merge|Put|Update|GitPush)/);
    expect(writers).toEqual(['guard', 'promote', 'release', 'rollback', 'validate']);
    expect(whoMay(/^codecommit:Delete/), 'remove branches of Pawl’s own').toEqual(['abandon', 'api', 'command', 'watch', ...writers].sort());
    for (const reader of ['receive-logs', 'receive-event', 'collect', 'analyze', 'watch', 'alarm']) expect(writers).not.toContain(reader);
    expect(whoMay(/^codecommit:(CreateBranch|CreateCommit)/)).toEqual(['guard', 'promote', 'release', 'rollback', 'validate']);
    expect(whoMay(/^codecommit:Merge/)).toEqual(['guard', 'promote', 'rollback']);
  });

  it('Who does not merge writes on branches of Pawl’s own only.', () => {
    const bound = allowed.filter(({ action, role }) => /^codecommit:(Create|Delete)/.test(action) && ['validate', 'release', 'command', 'api', 'abandon', 'watch'].includes(short(role)));
    expect(bound.length).toBeGreaterThan(5);
    expect(bound.every(({ conditions }) => conditions.includes('refs/heads/pawl/*'))).toBe(true);
  });

  it('The tick invokes exactly the three that act for it.', () => {
    const invoked = allowed.filter(({ role, action }) => short(role) === 'watch' && action === 'lambda:InvokeFunction').map(({ resource }) => resource.split(':').at(-1) ?? '');
    expect(invoked.map(short).sort()).toEqual(['promote', 'release', 'rollback']);
  });

  it('Nobody reaches another target, repository or workshop than the registered one.', () => {
    const onTarget = permissionsIn(orders).filter(({ action }) => /^(lambda:(?!InvokeFunction)|codecommit:)/.test(action));
    expect(onTarget.length).toBeGreaterThan(50);
    expect(onTarget.filter(({ resource }) => !/^(<Function[0-9A-F]{8}\.Arn>(:\*)?|arn:aws:codecommit:eu-north-1:111122223333:orders)$/.test(resource))).toEqual([]);
    expect(new Set(onTarget.filter(({ resource }) => resource.includes('Function')).map(({ resource }) => resource.replace(':*', ''))).size).toBe(1);
    const workshops = permissionsIn(orders).filter(({ action }) => action === 'lambda:InvokeFunction');
    expect([...new Set(workshops.map(({ role }) => short(role)))].sort()).toEqual(['guard', 'promote', 'rollback', 'validate']);
  });

  it('The workshop’s code may do nothing: all that its role holds is denied to calls from inside.', () => {
    const own = Object.values(resourcesOf(orders, 'AWS::IAM::Policy')).find(({ Properties }) => Properties?.['PolicyName'] === 'may-do-nothing');
    const { Statement: statements } = (own?.Properties ?? {})['PolicyDocument'] as { Statement: { Sid: string; Effect: string; Action: unknown; Resource: unknown; Condition?: unknown }[] };
    expect(statements).toHaveLength(2);
    expect(statements.find(({ Effect }) => Effect === 'Deny')).toMatchObject({ Action: '*', Resource: '*', Condition: { ArnEquals: { 'lambda:SourceFunctionArn': `arn:aws:lambda:eu-north-1:111122223333:function:pawl-${STAGE}-workshop-orders` } } });
    const held = allowed.filter(({ role }) => short(role) === 'workshop-orders').map(({ action }) => action);
    expect(held.filter((action) => !/^ec2:(Create|Describe|Delete|Assign|Unassign)(NetworkInterfaces?|Subnets|PrivateIpAddresses)$/.test(action))).toEqual([]);
  });

  it('Each right on source, executions and functions is one that the code uses.', () => {
    const unused = [...new Set(allowed.map(({ action }) => action))]
      .filter((action) => /^(codecommit|states|lambda|events|sns|appconfig|bedrock|ssm|cloudwatch):/.test(action))
      .filter((action) => ![...commandsUsed].some((command) => (ACTION_OF_COMMAND[command] ?? command) === action.split(':')[1]) && action !== 'cloudwatch:GetMetricData');
    expect(unused).toEqual([]);
  });

  it('Each call to AWS that the code makes is one that somebody may make.', () => {
    const given = new Set(allowed.map(({ action }) => action.split(':')[1]));
    expect([...commandsUsed].filter((command) => !NOBODY_CALLS.has(command) && !given.has(ACTION_OF_COMMAND[command] ?? command))).toEqual([]);
  });

  it('No row of the table of functions grants the same twice.', () => {
    for (const name of FUNCTION_NAMES) {
      const { may, onTargets } = functionNamed(name);
      expect(new Set([...may, ...onTargets]).size, name).toBe(may.length + onTargets.length);
    }
  });
});
