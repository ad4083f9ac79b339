/** Events as EventBridge delivers them, with what the documentation shows in them. */
const envelope = (source: string, detailType: string, detail: unknown, more: object = {}) => ({
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': detailType,
  source,
  account: '123456789012',
  time: '2026-11-21T12:00:01Z',
  region: 'us-east-1',
  resources: [],
  detail,
  ...more,
});

export const alarmStateChange = ({ alarmName = 'orders-errors', value = 'ALARM', dimensions = { FunctionName: 'orders' }, timestamp = '2026-11-21T12:00:00.985+0000' }: { alarmName?: string; value?: string; dimensions?: Record<string, string>; timestamp?: string } = {}, more: object = {}) =>
  envelope(
    'aws.cloudwatch',
    'CloudWatch Alarm State Change',
    {
      alarmName,
      configuration: { description: 'd', metrics: [{ id: 'm1', metricStat: { metric: { dimensions, name: 'Errors', namespace: 'AWS/Lambda' }, period: 60, stat: 'Sum' }, returnData: true }] },
      previousState: { reason: 'r', timestamp: '2026-11-21T11:00:00.987+0000', value: 'OK' },
      state: { reason: 'r', reasonData: '{}', timestamp, value },
    },
    { resources: [`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${alarmName}`], ...more },
  );

export const compositeAlarmStateChange = (alarmName: string) =>
  envelope('aws.cloudwatch', 'CloudWatch Alarm State Change', { alarmName, configuration: { alarmRule: 'ALARM("a") OR ALARM("b")' }, state: { value: 'ALARM', timestamp: '2026-11-21T12:00:00.985+0000' } });

export const lambdaCall = (eventName: string, requestParameters: object, responseElements: object | null, more: object = {}) =>
  envelope('aws.lambda', 'AWS API Call via CloudTrail', {
    eventVersion: '1.09',
    eventID: 'b2c3',
    eventTime: '2026-11-21T11:59:58Z',
    eventSource: 'lambda.amazonaws.com',
    eventName,
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/deployer/me' },
    requestParameters,
    responseElements,
    ...more,
  });

export const invocationResult = (condition: string, more: object = {}) =>
  envelope('lambda', `Lambda Function Invocation Result - ${condition === 'Success' ? 'Success' : 'Failure'}`, {
    version: '1.0',
    timestamp: '2026-11-21T11:59:59.500Z',
    requestContext: { requestId: '8ea123e4-1db7-4aca-ad10-d9ca1234c1fd', functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:orders:live', condition, approximateInvokeCount: condition === 'Success' ? 1 : 3 },
    requestPayload: { secret: 'order 7' },
    responseContext: { statusCode: 200, executedVersion: '3', ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }) },
    responsePayload: { secret: 'paid' },
    ...more,
  });
