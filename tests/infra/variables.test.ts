import { describe, expect, it } from 'vitest';
import { deploymentDoors } from '../../infra/deployment-doors.ts';
import { deploymentModels } from '../../infra/deployment-models.ts';
import { pawlNames } from '../../infra/names.ts';
import { textOf } from './permissions-in.ts';
import { MODELS, resourcesOf, synthesized } from './synthesized.ts';

/** What Lambda takes of names and values together. */
const MOST_BYTES = 4096;
/** As long as they get: a region, an account, the id of an API, and what stands for something else. */
const asDeployed = (value: unknown): string => textOf(value).replaceAll(/<AWS::URLSuffix>/g, 'amazonaws.com').replaceAll(/<[^>]*Topic[^>]*>/g, 'arn:aws:sns:ap-southeast-2:111122223333:pawl-abcdefghijkl-notices').replaceAll(/<[^>]*>/g, 'abcdefghij').replaceAll('eu-north-1', 'ap-southeast-2');

describe('Variables of functions', () => {
  const doors = deploymentDoors({ doors: { iam: [{ principal: 'arn:aws:iam::111122223333:user/ci', may: ['read'] }] } }, { issuer: 'https://id.example.com/', audience: 'pawl' });
  const models = deploymentModels({ models: MODELS }, undefined);
  const told = (bytes: number) => synthesized({ names: pawlNames('abcdefghijkl'), doors, models, environment: { PAWL_SETTINGS: 'x'.repeat(bytes - Buffer.byteLength(JSON.stringify({ PAWL_SETTINGS: '', ...models?.environment, ...doors.environment }))) } }).loop;

  it('Have room in each function for as much as a deployment may say.', () => {
    const functions = Object.values(resourcesOf(told(3100), 'AWS::Lambda::Function')).map(({ Properties = {} }) => Properties);
    const sizes = functions.map(({ FunctionName, Environment }) => {
      const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, unknown> };
      return [String(FunctionName), Object.entries(Variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(asDeployed(value)), 0)] as const;
    });
    expect(sizes.filter(([, bytes]) => bytes > MOST_BYTES)).toEqual([]);
    expect(Math.max(...sizes.map(([, bytes]) => bytes))).toBeGreaterThan(3100);
  });

  it('Are refused where they would not fit.', () => {
    expect(() => told(3101)).toThrow(/have room for 3100/);
  });
});
