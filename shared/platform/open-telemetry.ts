import type { SpoolTiming } from '../adapters/aws/spool-timing.ts';
import { spoolIntake, spoolTelemetry } from '../adapters/aws/spool-telemetry.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { required, type Environment } from './environment.ts';
import { s3Client } from './open-blobs.ts';
import type { Ground } from './phase-handler.ts';

/** How long a log line may take into the spool: `PAWL_SPOOL_DELIVERY_SECONDS`, `PAWL_SPOOL_VISIBILITY_SECONDS`. Reader and intake need the same; where nothing is said, the adapter's own hold. */
const timingOf = (environment: Environment): Partial<SpoolTiming> => {
  const ms = (name: string): number | undefined => {
    const seconds = Number(environment[name]);
    return seconds > 0 ? seconds * 1000 : undefined;
  };
  const deliveryMs = ms('PAWL_SPOOL_DELIVERY_SECONDS');
  const visibilityMs = ms('PAWL_SPOOL_VISIBILITY_SECONDS');
  return { ...(deliveryMs === undefined ? {} : { deliveryMs }), ...(visibilityMs === undefined ? {} : { visibilityMs }) };
};

const spool = (environment: Environment) => ({ client: s3Client(environment), bucket: required(environment, 'PAWL_BUCKET').PAWL_BUCKET, clock: systemClock, timing: timingOf(environment) });

/** What the targets logged, out of the spool that the log subscriptions fill. */
export const openTelemetry = ({ environment, host }: Ground) => spoolTelemetry({ ...spool(environment), notify: (message) => host.notify(message) });

/** The way into the spool. */
export const openIntake = ({ environment }: Ground) => spoolIntake(spool(environment));
