import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import { alarm } from '../../lambdas/trigger/alarm.ts';
import { begin } from '../../lab/faults/release-acts.ts';
import { dependenciesOn, makeImprovement, makeTarget, memoryWorld, type ReleaseWorld } from '../../lab/faults/release-world.ts';
import { notWhole } from '../../lab/faults/wholeness.ts';
import { dynamoItemStore } from '../../shared/adapters/aws/dynamo-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { keep } from '../../shared/release/actions.ts';
import { alarmsOn, routeByHand } from '../support/alarm-fixture.ts';
import { freshTable } from '../support/dynamo-table.ts';
import { startEmulator } from '../support/emulator.ts';
import { zippingDeployer } from '../support/zipping-deployer.ts';

const emulator = await startEmulator();
afterAll(async () => {
  if (!('missing' in emulator)) await emulator.stop();
});

/** A target whose store is a DynamoDB table and whose function is Lambda's; the repository is the only thing that is not AWS's. */
const worldOnAws = async (): Promise<ReleaseWorld & { baseCommit: string }> => {
  const options = { endpoint: 'missing' in emulator ? '' : emulator.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const dynamo = new DynamoDBClient(options);
  const memory = memoryWorld(systemClock);
  const world: ReleaseWorld = { ...memory, store: dynamoItemStore({ client: dynamo, table: await freshTable(dynamo), clock: systemClock }), deployer: zippingDeployer(new LambdaClient(options)) };
  return { ...world, baseCommit: await makeTarget(world, 'orders') };
};

describe.skipIf('missing' in emulator)(`an emergency over DynamoDB and Lambda${'missing' in emulator ? ` (${emulator.missing})` : ''}`, () => {
  it('takes a canary back, then what was promoted, then what was routed by hand; told at once from several sides, each is one emergency', { timeout: 120_000 }, async () => {
    const { baseCommit, ...world } = await worldOnAws();
    const effects = dependenciesOn(world, world, 'release');
    const ringing = async (alarmName: string) => {
      const { dependencies, ring, asked } = alarmsOn(world);
      const change = ring({ alarm: alarmName });
      const outcomes = await Promise.all([alarm(change, dependencies), alarm(change, dependencies)]);
      expect(await alarm(change, dependencies)).toMatchObject({ kind: 'answered-before' });
      expect(asked.filter((what) => what.startsWith('cycle'))).toHaveLength(1);
      return outcomes[0];
    };
    const routing = async () => {
      const { alias: { revision: _, ...routed } } = await world.deployer.describe('orders', 'live');
      return routed;
    };

    await makeImprovement(world, { id: 'imp-1', targetId: 'orders', origin: 'opportunity', baseCommit });
    expect(await begin(effects, 'imp-1')).toBe('watching');
    expect(await routing()).toMatchObject({ version: '1', additional: { version: '2' } });
    expect(await ringing('canary-sev1')).toMatchObject({ kind: 'emergency', reversal: 'put-back' });
    expect([await routing(), await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, []]);

    await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit });
    expect([await begin(effects, 'dep-2'), await keep(effects, 'dep-2', { unproven: true })]).toEqual(['watching', true]);
    expect(await routing()).toEqual({ version: '3' });
    expect(await ringing('promoted-sev1')).toMatchObject({ kind: 'emergency', reversal: 'put-back' });
    expect([await routing(), await notWhole(world, 'dep-2')]).toEqual([{ version: '1' }, []]);

    expect(await routeByHand(world)).toBe('4');
    expect(await ringing('foreign-sev1')).toMatchObject({ kind: 'emergency', reversal: 'go-back' });
    expect(await routing()).toEqual({ version: '1' });
    expect((await effects.audit.list('orders')).filter(({ what }) => what === 'emergency')).toHaveLength(3);
  });
});
