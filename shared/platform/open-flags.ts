import type { Flags } from '../ports/flags.ts';
import { systemClock } from '../adapters/local/system-clock.ts';
import { atFirstCall } from './at-first-call.ts';
import type { Ground } from './phase-handler.ts';

/** The switches of AppConfig, where a profile is named (`PAWL_FLAGS`: `application/environment/profile`); else everything is on there. The SDK is loaded with the first question. */
export const openFlags = ({ environment, host }: Pick<Ground, 'environment' | 'host'>): Flags => {
  const profile = environment['PAWL_FLAGS'];
  if (profile === undefined || profile === '') return { isOn: async () => true };
  return atFirstCall<Flags>({ isOn: true }, async () => {
    const [{ AppConfigDataClient }, { appconfigFlags }, { CLIENT_OPTIONS }] = await Promise.all([import('@aws-sdk/client-appconfigdata'), import('../adapters/aws/appconfig-flags.ts'), import('../adapters/aws/client-options.ts')]);
    return appconfigFlags({ client: new AppConfigDataClient(CLIENT_OPTIONS), profile, clock: systemClock, host });
  });
};
