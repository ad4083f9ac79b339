import { spoolTelemetry } from '../adapters/aws/spool-telemetry.ts';
import { required } from './environment.ts';
import { s3Client } from './open-blobs.ts';
import type { OpenStore } from './open-store.ts';
import type { Ground } from './phase-handler.ts';

/** What the targets logged, out of the spool that the log subscriptions fill. */
export const openTelemetry = ({ environment }: Ground, { clock }: Pick<OpenStore, 'clock'>) => spoolTelemetry({ client: s3Client(environment), bucket: required(environment, 'PAWL_BUCKET').PAWL_BUCKET, clock });
