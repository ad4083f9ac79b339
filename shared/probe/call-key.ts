import { textHash } from './text-hash.ts';

/** Headers that make one address mean different things to different callers. */
const TELLING_HEADER = /^(authorization|cookie|accept|accept-language|range|x-api-key|x-amz-target)$|tenant|user-id|customer|account/i;
/** The AWS SDK's own hash of the body. */
const BODY_HASH = 'x-amz-content-sha256';
/** Read of a body at each end; two of one length that differ only between count as one. */
const BODY_CHARACTERS = 4 * 1024;

let unique = 0;

/** The number of a call that nothing else can equal: below 0. */
export const uniqueKey = (): number => -(unique += 1);

/**
 * What one call asks for, as a number: the same address, telling headers and body give the same one. It is compared within this process
 * only and never written. A body that cannot be read without using it up makes every call its own.
 */
export function callKey(method: string, href: string, headers: Iterable<readonly [string, string]>, body: unknown): number {
  let content = bodyText(body);
  let text = `${method} ${href}\n`;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === BODY_HASH) {
      if (/^[0-9a-f]{64}$/.test(value)) content ??= value;
    } else if (TELLING_HEADER.test(lower)) {
      // A signature is another every second: who signs is told by the part before.
      const isSigned = lower === 'authorization' && value.startsWith('AWS4-');
      text += `${lower}:${isSigned ? (value.split('/', 1)[0] ?? '') : value}\n`;
    }
  }
  if (content === undefined) return uniqueKey();
  return textHash(text + content);
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body.length <= BODY_CHARACTERS * 2 ? body : `${body.slice(0, BODY_CHARACTERS)}${body.slice(-BODY_CHARACTERS)}${body.length}`;
  if (body instanceof URLSearchParams) return bodyText(body.toString());
  if (body instanceof Uint8Array) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return bytes.length <= BODY_CHARACTERS * 2 ? bytes.toString('latin1') : `${bytes.toString('latin1', 0, BODY_CHARACTERS)}${bytes.toString('latin1', bytes.length - BODY_CHARACTERS)}${bytes.length}`;
  }
  return undefined;
}
