import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { awsCall } from './aws-error.ts';
import { CLIENT_OPTIONS } from './client-options.ts';

/** The value of an SSM parameter, decrypted. Throws `AwsError` (`PAWL-AWS-NOT-FOUND`, `PAWL-AWS-DENIED`) naming the parameter; the value is in no message. */
export const ssmParameter = async (name: string, client: SSMClient = new SSMClient(CLIENT_OPTIONS)): Promise<string> => {
  const { Parameter: parameter } = await awsCall('ssm:GetParameter', `parameter ${name}`, () => client.send(new GetParameterCommand({ Name: name, WithDecryption: true })));
  return parameter?.Value ?? '';
};
