import { CreateAliasCommand } from '@aws-sdk/client-lambda';
import { lambdaDeployer } from '../../shared/adapters/aws/lambda-deployer.ts';
import { strictLambda } from '../support/strict-lambda.ts';
import { describeDeployer } from './deployer.ts';

/** What the emulator lacks: hash and revision checked at publishing, no second version of the same code, updates that exclude each other, unknown versions refused. */
describeDeployer('Lambda, by the rules of AWS', async () => {
  const lambda = strictLambda();
  const deployer = lambdaDeployer({ client: lambda.client, clock: { sleep: async () => undefined }, download: lambda.download });
  let functions = 0;
  return {
    deployer,
    async createFunction(first) {
      functions += 1;
      const functionName = `fn-${functions}`;
      lambda.create(functionName, first.bundle);
      const { version } = await deployer.publish({ functionName, package: first, description: 'first' });
      await lambda.client.send(new CreateAliasCommand({ FunctionName: functionName, Name: 'live', FunctionVersion: version }));
      return functionName;
    },
    end: async () => lambda.mock.restore(),
  };
});
