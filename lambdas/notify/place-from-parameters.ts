import type { NoticeChannel } from '../../shared/domain/notice-channel.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { NoticePlace } from '../../shared/rules/notices/place-from-environment.ts';

/** A secret that was changed is in force within so long. */
const KEPT_MS = 300_000;

export type ParameterReader = (name: string) => Promise<string>;

/**
 * Address and secret of a channel out of the parameter store, read again every five minutes. On AWS a function has no variables of the owner's, so a
 * channel that names some is told to be incomplete. Throws what the parameter store throws.
 */
export const placeFromParameters = (read: ParameterReader, clock: Pick<Clock, 'now'>): ((channel: NoticeChannel) => Promise<NoticePlace | { readonly missing: string }>) => {
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  const valueOf = async (name: string): Promise<string> => {
    const known = kept.get(name);
    if (known !== undefined && clock.now() < known.until) return known.value;
    const value = (await read(name)).trim();
    if (value !== '') kept.set(name, { value, until: clock.now() + KEPT_MS });
    return value;
  };
  return async ({ url, urlVariable, urlParameter, secretVariable, secretParameter }) => {
    const address = urlParameter === undefined ? (url ?? '') : await valueOf(urlParameter);
    if (address === '') return { missing: urlParameter ?? urlVariable ?? 'its address' };
    if (secretParameter === undefined) return secretVariable === undefined ? { url: address } : { missing: secretVariable };
    const secret = await valueOf(secretParameter);
    return secret === '' ? { missing: secretParameter } : { url: address, secret };
  };
};
