import type { CustomResourceEvent } from '../../lambdas/trigger/adopt-target/custom-resource.ts';
import type { Target } from '../../shared/domain/target.ts';

export const COMMITS = { first: 'a'.repeat(40), second: 'b'.repeat(40) } as const;

const TARGET: Target = {
  id: 'orders', functionName: 'orders', alias: 'live', shared: false, repository: { location: 'orders', branch: 'main', directory: '.' }, entry: 'src/handler.ts', handlerExport: 'handler',
  test: { command: ['npm', 'test'], runner: 'node' }, limits: { timeoutSeconds: 60, memoryMb: 512, concurrency: 1 }, environment: {}, autonomy: { recipe: 'approve', model: 'approve', person: 'approve' }, scope: ['src/'],
};

/** What CloudFormation sends for a `WatchedTarget` of the function `orders`. */
export const registrationEvent = (
  { target = {}, functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:orders', commit = COMMITS.first, workshopFunction = `${functionArn}-workshop`, ...properties }: { target?: Partial<Target>; functionArn?: string; commit?: string; workshopFunction?: string; Deployment?: string; DependenciesAsset?: { bucket: string; key: string }; By?: string } = {},
  over: Partial<CustomResourceEvent> = {},
): CustomResourceEvent => ({
  RequestType: 'Create',
  ResponseURL: 'http://127.0.0.1:1/',
  StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/orders-stack/1',
  RequestId: 'request-1',
  LogicalResourceId: 'OrdersTarget',
  ResourceProperties: { ServiceToken: 'arn', Registration: JSON.stringify({ target: { ...TARGET, ...target }, functionArn, workshopFunction, handlerFile: 'index.mjs', commit }), ...properties },
  OldResourceProperties: undefined,
  ...over,
});
