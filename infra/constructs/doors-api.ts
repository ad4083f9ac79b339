import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat, AuthorizationType, type CfnRestApi, EndpointType, LambdaIntegration, LogGroupLogDestination, MethodLoggingLevel, ResponseTransferMode, RestApi, SecurityPolicy, type IResource } from 'aws-cdk-lib/aws-apigateway';
import { CfnResourcePolicy, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { PawlNames } from '../names.ts';

export interface DoorsApiProps {
  readonly names: PawlNames;
  readonly logRemoval: RemovalPolicy;
  /** Hands answers on as they are written. MiniStack knows no integration that does. */
  readonly streams: boolean;
  /** Keeps everybody but this API from calling the function. MiniStack knows no policy that denies. */
  readonly closed: boolean;
}

/** The end of the address, and the gateway's word for a deployed state of an API. */
const STAGE_NAME = 'pawl';
/** Of all callers together. What the gateway turns away costs no function; what it lets in is counted a caller by the function. */
const CALLS_PER_SECOND = 50;
const CALLS_AT_ONCE = 100;

const BY_FUNCTION = 'The page’s files and its sign-in are for everybody; everything else answers 401 unless the function has verified a token, against the keys of the provider that the deployment names or those that Pawl gave out.';

/**
 * The doors on AWS: one REST API, whose answers are handed on as they are written. `/iam/…` takes requests that are signed with AWS credentials, which the
 * gateway verifies; all else goes to the function, which verifies tokens. Made before the functions, which are told its address, and joined to one of them
 * afterwards.
 */
export class DoorsApi extends Construct {
  readonly api: RestApi;
  /** Where people find the page. The slash belongs to it: the page's own addresses are relative. */
  readonly address: string;

  readonly #streams: boolean;
  readonly #closed: boolean;

  constructor(scope: Construct, id: string, { names, logRemoval, streams, closed }: DoorsApiProps) {
    super(scope, id);
    this.#streams = streams;
    this.#closed = closed;
    const { region, urlSuffix } = Stack.of(this);
    const accessLog = new LogGroup(this, 'AccessLog', { logGroupName: `/pawl/${names.stage}/doors`, retention: RetentionDays.ONE_MONTH, removalPolicy: logRemoval });
    this.api = new RestApi(this, 'Api', {
      restApiName: `${names.loop}-doors`,
      description: `Pawl (${names.stage}): the page, the REST API, live progress and MCP.`,
      endpointTypes: [EndpointType.REGIONAL],
      // What is streamed goes through as it is; a whole answer that is no text only where it is named binary.
      ...(streams ? {} : { binaryMediaTypes: ['*/*'] }),
      // One an account and region, for every API there; it stays when this stack goes, since others may use it by then.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE_NAME,
        throttlingRateLimit: CALLS_PER_SECOND,
        throttlingBurstLimit: CALLS_AT_ONCE,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    const plain = this.api.node.defaultChild as CfnRestApi;
    plain.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
    plain.endpointAccessMode = 'BASIC';
    // Otherwise the gateway makes the group itself, and keeps what is in it for ever.
    this.api.deploymentStage.node.addDependency(new LogGroup(this, 'ErrorLog', { logGroupName: `API-Gateway-Execution-Logs_${this.api.restApiId}/${STAGE_NAME}`, retention: RetentionDays.ONE_MONTH, removalPolicy: logRemoval }));
    this.address = `https://${this.api.restApiId}.execute-api.${region}.${urlSuffix}/${STAGE_NAME}/`;

    acknowledge(this.api, 'AwsSolutions-APIG2', 'The function checks each request against the schemas of the table of commands, those that the OpenAPI document shows; API Gateway’s models know less of them.');
    acknowledge(this.api.deploymentStage, 'AwsSolutions-APIG3', 'Calls are limited, bodies are bounded, and nothing is answered without a token or a signature. A web ACL costs more each month than the rest of the doors; an account that wants one associates it with this stage.');
    acknowledge(this.api, 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]', 'API Gateway writes logs with one role of the account, and takes none that may less than its own policy.');
  }

  /** Sends every request to a function. */
  open(handler: LambdaFunction, timeoutSeconds: number): void {
    const streaming = { responseTransferMode: ResponseTransferMode.STREAM, timeout: Duration.seconds(timeoutSeconds) };
    const integration = new LambdaIntegration(this.#closed ? this.#onlyFromHere(handler) : handler, { proxy: true, allowTestInvoke: false, ...(this.#streams ? streaming : {}) });
    const iam = this.api.root.addResource('iam');
    const signed = iam.addProxy({ anyMethod: false }).addMethod('ANY', integration, { authorizationType: AuthorizationType.IAM });
    acknowledge(signed, 'AwsSolutions-COG4', 'IAM verifies who signed the request.');
    const open: readonly IResource[] = [this.api.root, this.api.root.addProxy({ anyMethod: false })];
    for (const resource of open) {
      const method = resource.addMethod('ANY', integration, { authorizationType: AuthorizationType.NONE });
      acknowledge(method, 'AwsSolutions-APIG4', BY_FUNCTION);
      acknowledge(method, 'AwsSolutions-COG4', BY_FUNCTION);
    }
  }

  /**
   * The function, with a policy that lets this API call it and denies it to everybody else, whatever their own policies allow: whoever could call it past
   * the gateway could say that the gateway had verified them. Only services have a source, and nobody but the gateway can name this one as theirs. A policy
   * takes the place of all permissions, so none are added beside it.
   */
  #onlyFromHere(handler: LambdaFunction): ReturnType<typeof LambdaFunction.fromFunctionAttributes> {
    const { functionArn } = handler;
    const Resource = [functionArn, `${functionArn}:*`];
    const here = { 'aws:SourceArn': this.api.arnForExecuteApi('*', '/*', STAGE_NAME) };
    new CfnResourcePolicy(this, 'OnlyFromHere', {
      resourceArn: functionArn,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Sid: 'ThisApi', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource: functionArn, Condition: { ArnLike: here } },
          // A key that is not there is not like anything: who calls as themselves is denied.
          { Sid: 'NobodyElse', Effect: 'Deny', Principal: '*', Action: 'lambda:InvokeFunction', Resource, Condition: { ArnNotLike: here } },
        ],
      },
    });
    return LambdaFunction.fromFunctionAttributes(this, 'Function', { functionArn, sameEnvironment: false, skipPermissions: true });
  }
}

/** What is written down of each request. No query and no header: what they may hold is nobody's business. */
const ACCESS_LOG: Readonly<Record<string, string>> = {
  requestId: AccessLogField.contextRequestId(),
  at: AccessLogField.contextRequestTime(),
  address: AccessLogField.contextIdentitySourceIp(),
  principal: AccessLogField.contextIdentityUserArn(),
  method: AccessLogField.contextHttpMethod(),
  path: AccessLogField.contextPath(),
  status: AccessLogField.contextStatus(),
  bytes: AccessLogField.contextResponseLength(),
  milliseconds: AccessLogField.contextResponseLatency(),
  error: AccessLogField.contextErrorMessage(),
};
