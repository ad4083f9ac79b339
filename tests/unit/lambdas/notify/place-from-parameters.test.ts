import { describe, expect, it } from 'vitest';
import { placeFromParameters } from '../../../../lambdas/notify/place-from-parameters.ts';
import { NoticeChannel } from '../../../../shared/domain/notice-channel.ts';

const world = (parameters: Record<string, string>) => {
  let now = 0;
  const reads: string[] = [];
  const placeOf = placeFromParameters(async (name) => {
    reads.push(name);
    const value = parameters[name];
    if (value === undefined) throw new Error(`There is no ${name}.`);
    return value;
  }, { now: () => now });
  return { placeOf, reads, parameters, later: (ms: number) => (now += ms) };
};
const webhook = (said: object) => NoticeChannel.parse({ kind: 'webhook', ...said });

describe('where a channel is, on AWS', () => {
  it('is in the parameter store, with the secret that bodies are signed with', async () => {
    const { placeOf } = world({ '/pawl/hook': ' https://hooks.example.com/x\n', '/pawl/secret': 's3cret' });
    expect(await placeOf(webhook({ urlParameter: '/pawl/hook', secretParameter: '/pawl/secret' }))).toEqual({ url: 'https://hooks.example.com/x', secret: 's3cret' });
    expect(await placeOf(webhook({ url: 'https://hooks.example.com/y' }))).toEqual({ url: 'https://hooks.example.com/y' });
  });

  it('is read once in five minutes, so that a new secret is soon in force', async () => {
    const { placeOf, reads, parameters, later } = world({ '/pawl/hook': 'https://a.example.com/' });
    const channel = webhook({ urlParameter: '/pawl/hook' });
    await placeOf(channel);
    await placeOf(channel);
    expect(reads.length).toBe(1);
    parameters['/pawl/hook'] = 'https://b.example.com/';
    later(300_001);
    expect(await placeOf(channel)).toEqual({ url: 'https://b.example.com/' });
  });

  it('names what is missing, and never sends unsigned what was to be signed', async () => {
    const { placeOf } = world({ '/pawl/hook': 'https://a.example.com/', '/pawl/empty': '' });
    expect(await placeOf(webhook({ urlVariable: 'HOOK' }))).toEqual({ missing: 'HOOK' });
    expect(await placeOf(webhook({ urlParameter: '/pawl/hook', secretVariable: 'SECRET' }))).toEqual({ missing: 'SECRET' });
    expect(await placeOf(webhook({ urlParameter: '/pawl/hook', secretParameter: '/pawl/empty' }))).toEqual({ missing: '/pawl/empty' });
    await expect(placeOf(webhook({ urlParameter: '/pawl/gone' }))).rejects.toThrow('/pawl/gone');
  });
});
