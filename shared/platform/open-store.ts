import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { dynamoItemStore } from '../adapters/aws/dynamo-item-store.ts';
import { jitteredPause } from '../adapters/local/jittered-pause.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { systemIds } from '../adapters/local/system-ids.ts';
import { settingsOnAws } from '../config/aws-settings.ts';
import { settingsFor } from '../config/settings-for.ts';
import type { Target } from '../domain/target.ts';
import { Budgets } from '../store/budgets.ts';
import { RegisteredTargets, type RegisteredTarget } from '../store/registered-targets.ts';
import { repositoriesIn } from '../store/repositories.ts';
import { flagsInForce } from '../store/switches.ts';
import { CodedError } from './coded-error.ts';
import { required } from './environment.ts';
import { openFlags } from './open-flags.ts';
import type { Ground } from './phase-handler.ts';

export type OpenStore = ReturnType<typeof openStore>;

/** What nearly every function stands on: the table with everything kept in it, the settings, the registered targets, the clock. */
export const openStore = ({ environment, host }: Ground) => {
  const { PAWL_TABLE } = required(environment, 'PAWL_TABLE');
  const read = settingsOnAws(environment);
  if (!read.ok) throw new CodedError('PAWL-SETTINGS-INVALID', read.problems.map(({ path, message, advice }) => `${path} ${message} (${advice})`).join('; '));
  const { settings } = read;
  const store = dynamoItemStore({ client: new DynamoDBClient(CLIENT_OPTIONS), table: PAWL_TABLE, clock: systemClock });
  const registered = new RegisteredTargets(store);
  const registrationOf = async (id: string): Promise<RegisteredTarget> => {
    const found = await registered.find(id);
    if (!found) throw new CodedError('PAWL-TARGET-UNKNOWN', `There is no target "${id}". Deploy a stack with a WatchedTarget of this name, or check the spelling.`);
    return found;
  };
  const kept = repositoriesIn(store);
  return {
    store,
    clock: systemClock,
    ids: systemIds,
    settings,
    settingsFor: ({ tenantId }: Pick<Target, 'tenantId'>) => settingsFor(settings, tenantId),
    registered,
    registrationOf,
    targets: {
      get: async (id: string): Promise<Target> => (await registrationOf(id)).target,
      all: async (): Promise<Target[]> => (await registered.all()).map(({ target }) => target),
    },
    ...kept,
    flags: flagsInForce(kept.switches, openFlags({ environment, host })),
    budgets: new Budgets(store, jitteredPause),
  };
};
