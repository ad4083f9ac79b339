import type { NoticeChannel } from '../../domain/notice-channel.ts';

/** Where a channel is, and what its bodies are signed with. */
export type NoticePlace = { readonly url: string; readonly secret?: string | undefined };

/** Reads address and secret where the channel says that they are; answers the name of what is missing instead. */
export const placeFromEnvironment = ({ url, urlVariable, secretVariable }: NoticeChannel, environment: Readonly<Record<string, string | undefined>>): NoticePlace | { readonly missing: string } => {
  const address = (urlVariable === undefined ? url : environment[urlVariable]) ?? '';
  if (address === '') return { missing: urlVariable ?? 'its address' };
  if (secretVariable === undefined) return { url: address };
  const secret = environment[secretVariable] ?? '';
  return secret === '' ? { missing: secretVariable } : { url: address, secret };
};
