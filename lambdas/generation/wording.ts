/** `12 ms`, `3.4 ms` */
export const milliseconds = (ms: number) => `${ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10} ms`;

/** A share between 0 and 1 as `37 %`. */
export const percent = (share: number) => `${Math.round(share * 100)} %`;
