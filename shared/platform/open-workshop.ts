import { LambdaClient } from '@aws-sdk/client-lambda';
import { s3Dependencies } from '../adapters/aws/s3-dependencies.ts';
import { lambdaWorkshop } from '../adapters/aws/lambda-workshop.ts';
import type { Target } from '../domain/target.ts';
import type { Workshop } from '../ports/workshop.ts';
import { CodedError } from './coded-error.ts';
import { CLIENT_OPTIONS } from '../adapters/aws/client-options.ts';
import { required } from './environment.ts';
import { s3Client } from './open-blobs.ts';
import type { OpenStore } from './open-store.ts';
import type { Ground } from './phase-handler.ts';

/** A test run may take as long as its function may. */
const LONGEST_RUN_MS = 900_000;

/** The workshop function of a target. Throws `PAWL-WORKSHOP-MISSING` where its stack made none. */
export const openWorkshops = ({ registrationOf, ids }: Pick<OpenStore, 'registrationOf' | 'ids'>): ((target: Target) => Promise<Workshop>) => {
  // A run is repeated by Pawl, never by the client: it would be paid twice.
  const client = new LambdaClient({ ...CLIENT_OPTIONS, maxAttempts: 2, requestHandler: { ...CLIENT_OPTIONS.requestHandler, requestTimeout: LONGEST_RUN_MS } });
  return async ({ id }) => {
    const { workshopFunction, handlerFile } = await registrationOf(id);
    if (workshopFunction === undefined) throw new CodedError('PAWL-WORKSHOP-MISSING', `The target ${id} has no workshop function, so nothing can be tested. Deploy its stack again with this version's WatchedTarget.`);
    return lambdaWorkshop({ client, functionArn: workshopFunction, handlerFile, ids });
  };
};

/** A target's installed packages, for types: unpacked once an execution environment. `undefined` where its stack gave none. */
export const openDependencies = ({ environment }: Ground, { registrationOf }: Pick<OpenStore, 'registrationOf'>): ((target: Target) => Promise<string | undefined>) => {
  const fetch = s3Dependencies({ client: s3Client(environment), bucket: required(environment, 'PAWL_BUCKET').PAWL_BUCKET, folder: '/tmp/dependencies' });
  return async ({ id }) => {
    const { dependenciesKey } = await registrationOf(id);
    return dependenciesKey === undefined ? undefined : fetch(dependenciesKey);
  };
};
