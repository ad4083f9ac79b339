import { expect, test } from 'vitest';
import { awsCall } from '../../../../shared/probe/aws-request.ts';

const header =
  (headers: Record<string, string>) =>
  (name: string): string | undefined =>
    headers[name];
const signedFor = (service: string): Record<string, string> => ({ authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0` });

test.each<[string, string, Record<string, string>, object | undefined]>([
  ['localhost:4566', '', { ...signedFor('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.BatchGetItem' }, { service: 'dynamodb', operation: 'BatchGetItem', kind: 'database', reads: true }],
  ['sqs.eu-central-1.amazonaws.com', '', { 'x-amz-target': 'AmazonSQS.SendMessage' }, { service: 'sqs', operation: 'SendMessage', kind: 'queue', reads: false }],
  ['bucket.s3.eu-central-1.amazonaws.com', '?x-id=PutObject', {}, { service: 's3', operation: 'PutObject', kind: 'aws', reads: false }],
  ['sns.us-east-1.amazonaws.com', '', {}, { service: 'sns', operation: undefined, kind: 'aws', reads: false }],
  ['kinesis.cn-north-1.amazonaws.com.cn', '', {}, { service: 'kinesis', operation: undefined, kind: 'queue', reads: false }],
  ['api.example.com', '?x-id=GetObject', { authorization: 'Bearer x' }, undefined],
  ['amazonaws.com.example.org', '', {}, undefined],
  ['lambda.eu-central-1.amazonaws.com', '', { 'x-amz-target': 'a.b c<secret>' }, { service: 'lambda', operation: undefined, kind: 'aws', reads: false }],
])('%s%s with %j', (host, search, headers, expected) => {
  expect(awsCall({ host, search }, header(headers))).toEqual(expected);
});
