import type { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../ports/clock.ts';
import type { Host } from '../../ports/host.ts';
import type { Spool } from '../../ports/spool.ts';
import type { Telemetry } from '../../ports/telemetry.ts';
import { s3SpoolObjects } from './spool-objects.ts';
import { spoolPages } from './spool-pages.ts';
import { SPOOL_TIMING, type SpoolTiming } from './spool-timing.ts';
import { spoolWriter } from './spool-writer.ts';

export type SpoolOptions = { readonly client: S3Client; readonly bucket: string; readonly clock: Clock; readonly timing?: Partial<SpoolTiming> };

/** Reads what `spoolIntake` put into the bucket. `notify` is told of objects that are damaged or gone. See `spoolPages`. */
export const spoolTelemetry = ({ client, bucket, clock, timing, notify = () => undefined }: SpoolOptions & { readonly notify?: Host['notify'] }): Telemetry =>
  spoolPages({ objects: s3SpoolObjects({ client, bucket }), clock, notify, timing: { ...SPOOL_TIMING, ...timing } });

/** Puts what was delivered into the bucket, one object a batch. See `spoolWriter`; reader and writer need the same `visibilityMs`. */
export const spoolIntake = ({ client, bucket, clock, timing }: SpoolOptions): Spool =>
  spoolWriter({ objects: s3SpoolObjects({ client, bucket }), clock, timing: { ...SPOOL_TIMING, ...timing } });
