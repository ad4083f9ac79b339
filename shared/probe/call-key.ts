import { textHash } from './text-hash.ts';

/** Headers that make one address mean different things to different callers. */
const TELLING_HEADER = /^(authorization|cookie|accept|accept-language|range|x-api-key)$|tenant|user-id|customer|account/i;
const BODY_CHARACTERS = 64 * 1024;

let unique = 0;

/**
 * What one call asks for, as a number: the same address, telling headers and body give the same one.
 * A body that cannot be read without using it up makes every call its own: a number below 0.
 */
export function callKey(method: string, href: string, headers: Iterable<readonly [string, string]>, body: unknown): number {
  const content = bodyText(body);
  if (content === undefined) return -(unique += 1);
  let text = `${method} ${href}\n`;
  for (const [name, value] of headers) if (TELLING_HEADER.test(name)) text += `${name.toLowerCase()}:${value}\n`;
  return textHash(text + content);
}

function bodyText(body: unknown): string | undefined {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body.slice(0, BODY_CHARACTERS) + body.length;
  if (body instanceof URLSearchParams) return body.toString();
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, BODY_CHARACTERS)).toString('latin1') + body.byteLength;
  return undefined;
}
