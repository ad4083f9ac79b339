import { describe, expect, it } from 'vitest';
import { deploymentDoors } from '../../infra/deployment-doors.ts';
import { functionNamed } from '../../infra/functions.ts';
import { textOf } from './permissions-in.ts';
import { resourcesOf, STAGE, synthesized, type Resource } from './synthesized.ts';

const ISSUER = 'https://id.example.com/';
const doors = deploymentDoors({ doors: { address: 'https://pawl.example.com/', iam: [{ principal: 'arn:aws:sts::111122223333:assumed-role/deployer/*', may: ['read', 'operate', 'deploy'] }] } }, { issuer: ISSUER, audience: 'pawl, page', clientId: 'page' });
const { loop } = synthesized({ doors });
const plain = synthesized().loop;
const all = (type: string, template = loop): Readonly<Record<string, unknown>>[] => Object.values(resourcesOf(template, type)).map(({ Properties = {} }: Resource) => Properties);
const variablesOf = (template: typeof loop, name: string): Record<string, unknown> =>
  ((all('AWS::Lambda::Function', template).find(({ FunctionName }) => FunctionName === `pawl-${STAGE}-${name}`) ?? {})['Environment'] as { Variables: Record<string, unknown> }).Variables;

/** Paths of the API with what they ask of who calls. */
const methods = (): Map<string, Readonly<Record<string, unknown>>> => {
  const paths = new Map<string, string>();
  const resources = resourcesOf(loop, 'AWS::ApiGateway::Resource');
  const pathOf = (id: string): string => {
    const { ParentId, PathPart } = (resources[id]?.Properties ?? {}) as { ParentId: Record<string, unknown>; PathPart: string };
    return `${'Ref' in ParentId ? pathOf(String(ParentId['Ref'])) : ''}/${PathPart}`;
  };
  for (const id of Object.keys(resources)) paths.set(`<${id}>`, pathOf(id));
  return new Map(all('AWS::ApiGateway::Method').map((method) => [paths.get(textOf(method['ResourceId'])) ?? '/', method]));
};

describe('The doors on AWS', () => {
  it('Only what lies under iam/ asks for a signature at the gateway; all else is for the function to verify.', () => {
    const asked = Object.fromEntries([...methods()].map(([path, { AuthorizationType, HttpMethod }]) => [path, `${String(HttpMethod)} ${String(AuthorizationType)}`]));
    expect(asked).toEqual({ '/': 'ANY NONE', '/{proxy+}': 'ANY NONE', '/iam/{proxy+}': 'ANY AWS_IAM' });
  });

  it('Answers are handed on as they are written, for as long as the function may take.', () => {
    const { timeoutSeconds } = functionNamed('api');
    for (const { Integration } of methods().values())
      expect(Integration).toMatchObject({ Type: 'AWS_PROXY', ResponseTransferMode: 'STREAM', TimeoutInMillis: timeoutSeconds * 1000, Uri: expect.objectContaining({ 'Fn::Join': expect.arrayContaining([expect.arrayContaining(['/response-streaming-invocations'])]) }) });
  });

  it('Nobody but this API may call the function: everybody else is denied, whatever their own policies allow.', () => {
    const [policy, ...others] = all('AWS::Lambda::ResourcePolicy');
    expect(others).toEqual([]);
    const { Statement } = (policy ?? {})['PolicyDocument'] as { Statement: { Effect: string; Principal: unknown; Action: string; Resource: unknown; Condition: Record<string, Record<string, unknown>> }[] };
    const said = Statement.map(({ Effect, Principal, Action, Resource, Condition }) => [Effect, Principal, Action, [Resource].flat().map(textOf), Object.keys(Condition), Object.values(Condition).map((one) => textOf(one['aws:SourceArn']))]);
    const here = expect.stringMatching(/^arn:aws:execute-api:eu-north-1:111122223333:<DoorsApi[^>]+>\/pawl\/\*\/\*$/);
    const [functionArn] = [textOf(policy?.['ResourceArn'])];
    expect(functionArn).toMatch(/^<api[^>]*Function[^>]*\.Arn>$/);
    expect(said).toEqual([
      ['Allow', { Service: 'apigateway.amazonaws.com' }, 'lambda:InvokeFunction', [functionArn], ['ArnLike'], [here]],
      ['Deny', '*', 'lambda:InvokeFunction', [functionArn, `${functionArn}:*`], ['ArnNotLike'], [here]],
    ]);
    expect(resourcesOf(loop, 'AWS::Lambda::Url')).toEqual({});
  });

  it('The policy stands alone: a permission beside it would take its place, or be lost.', () => {
    const permitted = (template: typeof loop): unknown[] => all('AWS::Lambda::Permission', template).filter(({ Principal }) => Principal === 'apigateway.amazonaws.com');
    expect(permitted(loop)).toEqual([]);
    const open = synthesized({ closed: false }).loop;
    expect(permitted(open).length).toBe(3);
    for (const permission of permitted(open)) expect(textOf((permission as Record<string, unknown>)['SourceArn'])).not.toContain('test-invoke-stage');
    expect(resourcesOf(open, 'AWS::Lambda::ResourcePolicy')).toEqual({});
  });

  it('What the gateway itself logs is not kept for ever.', () => {
    const groups = Object.entries(resourcesOf(loop, 'AWS::Logs::LogGroup')).filter(([, { Properties }]) => textOf(Properties?.['LogGroupName']).startsWith('API-Gateway-Execution-Logs_'));
    expect(groups.map(([, { Properties }]) => [textOf(Properties?.['LogGroupName']), Properties?.['RetentionInDays']])).toEqual([[expect.stringMatching(/^API-Gateway-Execution-Logs_<DoorsApi[^>]+>\/pawl$/), 30]]);
    // Made before the stage: the gateway would make its own otherwise.
    const [stage] = Object.values(resourcesOf(loop, 'AWS::ApiGateway::Stage'));
    expect(stage?.DependsOn).toContain(groups[0]?.[0]);
  });

  it('Calls are limited, logged without headers or queries, and come over a recent TLS.', () => {
    const [stage] = all('AWS::ApiGateway::Stage');
    expect(stage).toMatchObject({ StageName: 'pawl', TracingEnabled: true, MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false, ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }] });
    const { Format } = (stage ?? {})['AccessLogSetting'] as { Format: string };
    expect(Object.keys(JSON.parse(Format) as object)).toEqual(['requestId', 'at', 'address', 'principal', 'method', 'path', 'status', 'bytes', 'milliseconds', 'error']);
    expect(Format).not.toMatch(/header|querystring|authorization/i);
    expect(all('AWS::ApiGateway::RestApi')).toEqual([expect.objectContaining({ SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', EndpointConfiguration: { Types: ['REGIONAL'] } })]);
  });

  it('The api is told who may come in, and everybody who tells people where the page is.', () => {
    expect(JSON.parse(String(variablesOf(loop, 'api')['PAWL_DOORS']))).toMatchObject({ oidc: { issuer: ISSUER, audience: ['pawl', 'page'], clientId: 'page' } });
    expect(variablesOf(loop, 'rollback')).toMatchObject({ PAWL_ADDRESS: 'https://pawl.example.com/' });
    expect(textOf(variablesOf(plain, 'rollback')['PAWL_ADDRESS'])).toMatch(/^https:\/\/<Doors[^>]+>\.execute-api\.eu-north-1\.<AWS::URLSuffix>\/pawl\/$/);
    expect(variablesOf(plain, 'api')).not.toHaveProperty('PAWL_DOORS');
    expect(variablesOf(loop, 'command')).not.toHaveProperty('PAWL_DOORS');
  });

  it('Where no provider is named, the stack says that people cannot sign in.', () => {
    const said = (template: typeof loop): string => (template.findOutputs('Page') as Record<string, { Description: string }>)['Page']?.Description ?? '';
    expect(said(plain)).toMatch(/people cannot sign in/);
    expect(said(loop)).toMatch(/People sign in here/);
  });

  it('A function that forgot somebody’s name cannot be deployed: all problems at once.', () => {
    expect(() => deploymentDoors({ doors: { oidc: { audience: [] }, iam: [{ principal: 'ada', may: ['sing'] }] } })).toThrow(/doors\.oidc\.issuer is missing[\s\S]*doors\.oidc\.audience[\s\S]*doors\.iam\[0\]\.principal must be the ARN[\s\S]*doors\.iam\[0\]\.may\[0\]/);
    expect(() => deploymentDoors({}, { issuer: 'http://id.example.com', audience: 'pawl' })).toThrow(/doors\.oidc\.issuer must be the address of an OpenID Connect issuer, with https/);
    expect(() => deploymentDoors({ doors: { iam: Array.from({ length: 40 }, (_, index) => ({ principal: `arn:aws:iam::111122223333:user/user-${index}`, may: ['read'] })) } })).toThrow(/have room for/);
  });
});
