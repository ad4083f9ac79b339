import { channelId, type NoticeChannel } from '../../domain/notice-channel.ts';

/** Who is told, as it may be shown: where an address is kept, or its host; never what opens it. */
export const noticePlaces = (channels: readonly NoticeChannel[] | undefined): { kind: string; place: string; atLeast: string }[] =>
  (channels ?? []).map((channel) => ({ kind: channel.kind, place: channelId(channel).slice(channel.kind.length + 1), atLeast: channel.atLeast }));
