import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Less is not worth the head of a compressed text. */
const LEAST_BYTES = 1024;
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?json\b)/;

/**
 * The same answer in gzip, where the caller takes it and it is a text that is there as a whole: the gateway compresses nothing that is streamed. What comes
 * bit by bit, is compressed already, or is short stays as it is. Nobody but who has the token gets an answer about anybody, so its size tells nothing new.
 */
export const compressed = async (answer: Response, acceptEncoding: string): Promise<Response> => {
  const { status, headers } = answer;
  if (answer.body === null || status !== 200 || headers.has('content-encoding') || !TEXT.test(headers.get('content-type') ?? '')) return answer;
  const bytes = Buffer.from(await answer.arrayBuffer());
  const said = new Headers(headers);
  said.append('vary', 'accept-encoding');
  if (bytes.length < LEAST_BYTES || !takesGzip(acceptEncoding)) return new Response(bytes, { status, headers: said });
  said.set('content-encoding', 'gzip');
  // Other bytes of the same meaning (RFC 9110, 8.8.3.3).
  const tag = headers.get('etag');
  if (tag?.startsWith('"') === true) said.set('etag', `W/${tag}`);
  return new Response(new Uint8Array(await promisify(gzip)(bytes)), { status, headers: said });
};

const takesGzip = (accept: string): boolean => accept.split(',').some((one) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$)[\d.]+\s*)?$/i.test(one));
