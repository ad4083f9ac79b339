import { GetLatestConfigurationCommand, StartConfigurationSessionCommand, type AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import type { Clock } from '../../ports/clock.ts';
import type { Flags } from '../../ports/flags.ts';
import type { Host } from '../../ports/host.ts';
import { ALL_ON, parseSwitches, unknownSwitches, unreadableSwitches } from '../flag-switches.ts';
import { awsCall } from './aws-error.ts';

/** Each poll is paid for, so no more often than a switch must take. */
const POLL_SECONDS = 60;
/** Whoever watches and guards asks: what does not answer for long must not keep them waiting. */
const PATIENCE_MS = 4000;

export type AppconfigFlagsOptions = {
  readonly client: AppConfigDataClient;
  /** `application/environment/profile`, by name or id. The profile holds a JSON text of switches. */
  readonly profile: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly host: Pick<Host, 'notify'>;
  /** How long an answer is waited for, in milliseconds; 4 s when left out. */
  readonly patienceMs?: number;
};

/**
 * Switches from AppConfig, asked for at most once a minute and only when one is needed. While they cannot be read, the last ones hold;
 * the host is told (`PAWL-FLAGS-900`), and a new session begins with the next poll, because a session's token is good for one call and 24 hours.
 */
export const appconfigFlags = ({ client, profile, clock, host, patienceMs = PATIENCE_MS }: AppconfigFlagsOptions): Flags => {
  const [application, environment, name, ...rest] = profile.split('/');
  if (!application || !environment || !name || rest.length > 0) throw new RangeError(`"${profile}" does not name an AppConfig profile: application/environment/profile is needed.`);
  let switches = ALL_ON;
  let token: string | undefined;
  let dueAt = 0;
  let polling: Promise<void> | undefined;

  const begin = async (abortSignal: AbortSignal): Promise<string | undefined> => {
    const command = new StartConfigurationSessionCommand({
      ApplicationIdentifier: application,
      EnvironmentIdentifier: environment,
      ConfigurationProfileIdentifier: name,
      RequiredMinimumPollIntervalInSeconds: POLL_SECONDS,
    });
    return (await awsCall('appconfig:StartConfigurationSession', profile, () => client.send(command, { abortSignal }))).InitialConfigurationToken;
  };

  const poll = async (): Promise<void> => {
    dueAt = clock.now() + POLL_SECONDS * 1000;
    const abortSignal = AbortSignal.timeout(patienceMs);
    try {
      const held = token ?? (await begin(abortSignal));
      token = undefined;
      const answer = await awsCall('appconfig:GetLatestConfiguration', profile, () => client.send(new GetLatestConfigurationCommand({ ConfigurationToken: held }), { abortSignal }));
      token = answer.NextPollConfigurationToken;
      dueAt = clock.now() + Math.max(POLL_SECONDS, answer.NextPollIntervalInSeconds ?? 0) * 1000;
      // Empty: nothing has changed since this session last asked.
      if (answer.Configuration === undefined || answer.Configuration.length === 0) return;
      switches = parseSwitches(Buffer.from(answer.Configuration).toString());
      if (switches.unknown.length > 0) host.notify(unknownSwitches(profile, switches.unknown));
    } catch (error) {
      host.notify(unreadableSwitches(profile, error));
    }
  };

  return {
    isOn: async (flag) => {
      if (clock.now() >= dueAt) {
        polling ??= poll().finally(() => {
          polling = undefined;
        });
      }
      await polling;
      return switches.isOn(flag);
    },
  };
};
