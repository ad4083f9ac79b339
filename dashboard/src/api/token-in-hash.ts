/** A token as it is handed over in the address: `#token=…`, or nothing. */
export const tokenInHash = (hash: string): string | undefined => /^#token=([A-Za-z0-9._~+/=-]{8,4096})$/.exec(hash)?.[1];

/** A token as a person pastes it, alone or in its link; nothing when it can be none. */
export const tokenIn = (pasted: string): string | undefined => tokenInHash(`#token=${pasted.trim().replace(/^.*#token=/, '')}`);
