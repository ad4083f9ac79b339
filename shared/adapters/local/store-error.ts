const ADVICE = {
  corrupt: 'It is not a readable store. Move it away to start afresh (traffic and Git are not touched), or restore a copy.',
  'disk-full': 'The disk is full. Nothing of this write was stored; make room and start again.',
  busy: 'Another process has kept it locked for too long. See which one, and try again.',
  unreachable: 'It cannot be opened. Check that its folder exists and can be written.',
  unknown: 'See the cause below.',
} as const;

/** The store file could not be read or written. What was stored before stays. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly code: keyof typeof ADVICE;

  constructor(code: keyof typeof ADVICE, file: string, cause: unknown) {
    super(`Store ${file}: ${ADVICE[code]} (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    this.code = code;
  }
}

const codeOf = (cause: unknown): keyof typeof ADVICE => {
  const result = cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : undefined;
  switch (result) {
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
      return 'corrupt';
    case 13: // SQLITE_FULL
      return 'disk-full';
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
      return 'busy';
    case 8: // SQLITE_READONLY
    case 10: // SQLITE_IOERR
    case 14: // SQLITE_CANTOPEN
      return 'unreachable';
    default:
      return 'unknown';
  }
};

/** Our own errors pass through; SQLite's become a `StoreError` that says what to do. */
export const storeError = (file: string, cause: unknown): unknown =>
  cause instanceof StoreError || cause instanceof RangeError ? cause : new StoreError(codeOf(cause), file, cause);
