import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { WatchedTarget, type WatchedTargetProps } from '../constructs/watched-target.ts';
import type { OrdersBuild } from '../example/build-orders.ts';
import type { PawlReference } from '../pawl-reference.ts';

export interface OrdersStackProps extends StackProps {
  readonly pawl: PawlReference;
  readonly built: OrdersBuild;
  readonly repository: string;
  /** Where the service finds its catalogue and its payments: `CATALOGUE_URL`, `PAYMENTS_URL`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly autonomy?: WatchedTargetProps['autonomy'];
}

const LIMITS = { timeoutSeconds: 3, memoryMb: 256, concurrency: 50 };

/** The example service as its owner deploys it: a function, an API that calls its alias, and the one line that makes it a target. */
export class OrdersStack extends Stack {
  readonly target: WatchedTarget;

  constructor(scope: Construct, id: string, { pawl, built, repository, environment, autonomy, ...props }: OrdersStackProps) {
    super(scope, id, { description: 'The orders service, an example to practise on.', ...props });
    const functionName = `${pawl.names.loop}-example-orders`;
    const logGroup = new LogGroup(this, 'Logs', { logGroupName: `/aws/lambda/${functionName}`, retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com'), description: 'The orders service: writes its log.' });
    role.addToPolicy(new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }));
    const orders = new LambdaFunction(this, 'Function', {
      functionName,
      code: Code.fromAsset(built.bundle),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: LIMITS.memoryMb,
      timeout: Duration.seconds(LIMITS.timeoutSeconds),
      role,
      logGroup,
      environment,
    });

    this.target = new WatchedTarget(this, 'Orders', {
      pawl,
      function: orders,
      commit: built.commit,
      repository,
      entry: 'src/handler.ts',
      scope: ['src', 'tests'],
      test: { command: ['node', '--test', '--test-isolation=none'], runner: 'node' },
      limits: LIMITS,
      packages: built.packages,
      logGroup,
      monitoring: { errors: { perMinute: 5, severity: 'critical' }, duration: { p95Ms: 1500, severity: 'high' }, throttles: { perMinute: 1, severity: 'high' } },
      ...(autonomy === undefined ? {} : { autonomy }),
    });

    const stage = this.#api(pawl, logGroup);
    new CfnOutput(this, 'ApiUrl', { value: stage.url, description: 'The shop’s orders, through the alias.' });
    new CfnOutput(this, 'OrdersFunction', { value: functionName });
  }

  /** Callers reach the alias, never the function: who bypasses the alias is not protected. */
  #api(pawl: PawlReference, logGroup: LogGroup): HttpStage {
    const live = LambdaFunction.fromFunctionAttributes(this, 'Live', { functionArn: this.target.aliasArn, sameEnvironment: true });
    const api = new HttpApi(this, 'Api', { apiName: `${pawl.names.loop}-example-orders`, createDefaultStage: false, corsPreflight: { allowMethods: [CorsHttpMethod.GET], allowOrigins: ['*'] } });
    const [route] = api.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration: new HttpLambdaIntegration('Live', live) });
    const stage = new HttpStage(this, 'Stage', { httpApi: api, stageName: '$default', autoDeploy: true, accessLogSettings: { destination: new LogGroupLogDestination(this.#accessLog(logGroup)) } });
    // The alias exists once the target is registered.
    route?.node.addDependency(this.target.registration);
    if (route) acknowledge(route, 'AwsSolutions-APIG4', 'An example’s shop is open to everybody; a real front authorises its callers.');
    return stage;
  }

  #accessLog(beside: LogGroup): LogGroup {
    return new LogGroup(this, 'AccessLogs', { logGroupName: `${beside.node.path.split('/')[0] ?? 'orders'}-access`, retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
  }
}
