export type NoticeDelivery = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the address may be in a private network or on this machine. */
  readonly privateAddresses: boolean;
};

/** `askedMs`: how long the receiver asks to wait. `problem` never holds the address, which may be a secret. */
export type Posted = { readonly ok: true } | { readonly ok: false; readonly problem: string; readonly askedMs?: number };

/** Posts one notice over HTTP, once, within a bounded time. Follows no redirect, keeps nothing of the answer, throws nothing. */
export type PostNotice = (delivery: NoticeDelivery) => Promise<Posted>;
