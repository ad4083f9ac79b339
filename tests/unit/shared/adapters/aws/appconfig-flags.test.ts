import { AppConfigDataClient, GetLatestConfigurationCommand, StartConfigurationSessionCommand } from '@aws-sdk/client-appconfigdata';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRecordingHost } from '../../../../../local/terminal/recording-host.ts';
import { appconfigFlags } from '../../../../../shared/adapters/aws/appconfig-flags.ts';
import { testClock } from '../../../../support/test-clock.ts';

const aws = mockClient(AppConfigDataClient);
const body = (text: string) => Buffer.from(text) as never;

describe('switches from AppConfig', () => {
  beforeEach(() => {
    aws.reset();
    aws.on(StartConfigurationSessionCommand).resolves({ InitialConfigurationToken: 'first' });
  });
  const make = (profile = 'pawl/prod/flags') => {
    const [clock, host] = [testClock(), createRecordingHost()];
    return { clock, host, flags: appconfigFlags({ client: new AppConfigDataClient({ region: 'eu-west-1' }), profile, clock, host }) };
  };
  const tokens = () => aws.commandCalls(GetLatestConfigurationCommand).map(({ args }) => args[0].input.ConfigurationToken);

  it('are asked for once a minute, by as many as ask at once, each time with the token of the last answer', async () => {
    const { clock, flags } = make();
    aws.on(GetLatestConfigurationCommand).resolvesOnce({ Configuration: body('{"cycles":false}'), NextPollConfigurationToken: 'second', NextPollIntervalInSeconds: 60 }).resolves({ NextPollConfigurationToken: 'third', NextPollIntervalInSeconds: 120 });
    expect(await Promise.all([flags.isOn('cycles'), flags.isOn('cycles'), flags.isOn('tenant:a')])).toEqual([false, false, true]);
    clock.advance(59_999);
    await flags.isOn('cycles');
    expect(tokens()).toEqual(['first']);
    clock.advance(1);
    expect(await flags.isOn('cycles')).toBe(false);
    clock.advance(60_000);
    await flags.isOn('cycles');
    expect(tokens()).toEqual(['first', 'second']);
    clock.advance(60_000);
    await flags.isOn('cycles');
    expect(tokens()).toEqual(['first', 'second', 'third']);
  });

  it('hold while AppConfig does not answer, and are read in a new session afterwards', async () => {
    const { clock, host, flags } = make();
    aws.on(GetLatestConfigurationCommand).resolvesOnce({ Configuration: body('{"cycles":false}'), NextPollConfigurationToken: 'second' }).rejectsOnce(Object.assign(new Error('expired token'), { name: 'BadRequestException' })).resolves({ Configuration: body('{"cycles":true}'), NextPollConfigurationToken: 'x' });
    expect(await flags.isOn('cycles')).toBe(false);
    clock.advance(60_000);
    expect(await flags.isOn('cycles')).toBe(false);
    expect(host.messages).toMatchObject([{ code: 'PAWL-FLAGS-900', text: expect.stringMatching(/pawl\/prod\/flags.*expired token/) as string }]);
    aws.on(StartConfigurationSessionCommand).resolves({ InitialConfigurationToken: 'new' });
    clock.advance(60_000);
    expect(await flags.isOn('cycles')).toBe(true);
    expect(tokens()).toEqual(['first', 'second', 'new']);
  });

  it('keep nobody waiting for long while AppConfig is not to be reached', async () => {
    const host = createRecordingHost();
    const client = { send: async (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) => new Promise((_resolve, reject) => abortSignal.addEventListener('abort', () => reject(abortSignal.reason as Error))) };
    const flags = appconfigFlags({ client: client as unknown as AppConfigDataClient, profile: 'pawl/prod/flags', clock: testClock(), host, patienceMs: 5 });
    expect(await flags.isOn('everything')).toBe(true);
    expect(host.messages).toMatchObject([{ code: 'PAWL-FLAGS-900' }]);
  });

  it.each(['', 'pawl', 'pawl/prod', 'pawl/prod/flags/more', 'pawl//flags'])('refuse %j as the name of a profile', (profile) => {
    expect(() => make(profile)).toThrow(/application\/environment\/profile/);
  });
});
