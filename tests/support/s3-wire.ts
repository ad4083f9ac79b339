import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';

type Answer = { readonly status: number; readonly body?: Uint8Array | string };
export type WireRequest = { readonly method: string; readonly key: string; readonly query: Readonly<Record<string, string>> };

/** A client of S3 whose answers come from here, byte for byte as on the wire: for faults that the emulator cannot have. */
export const s3OnWire = (answer: (request: WireRequest) => Answer | Promise<Answer>): S3Client =>
  new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    forcePathStyle: true,
    maxAttempts: 2,
    requestHandler: {
      handle: async ({ method, path, query }: { method: string; path: string; query: Record<string, string> }, { abortSignal }: { abortSignal?: AbortSignal } = {}) => {
        const aborted = new Promise<never>((_, reject) => abortSignal?.addEventListener('abort', () => reject(new DOMException('Request aborted', 'AbortError'))));
        const { status, body = '' } = await Promise.race([answer({ method, key: decodeURIComponent(path).split('/').slice(2).join('/'), query }), aborted]);
        return { response: { statusCode: status, headers: {}, body: Readable.from([Buffer.from(body)]) } };
      },
    },
  });

export const slowDown: Answer = { status: 503, body: '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>' };
export const noSuchKey: Answer = { status: 404, body: '<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>' };
export const accessDenied: Answer = { status: 403, body: '<Error><Code>AccessDenied</Code><Message>not you</Message></Error>' };

/** A bucket that answers as S3 does, `pageKeys` keys a listing. */
export const bucketOnWire = (pageKeys = 1000) => {
  const stored = new Map<string, Uint8Array>();
  const requests: WireRequest[] = [];
  const answer = (request: WireRequest): Answer => {
    requests.push(request);
    const { method, key, query } = request;
    if (method === 'GET' && query['list-type'] === '2') {
      const after = query['continuation-token'] ?? query['start-after'] ?? '';
      const keys = [...stored.keys()].filter((one) => one.startsWith(query['prefix'] ?? '') && one > after).sort();
      const page = keys.slice(0, pageKeys);
      const more = keys.length > page.length ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '<IsTruncated>false</IsTruncated>';
      return { status: 200, body: `<ListBucketResult>${page.map((one) => `<Contents><Key>${one}</Key></Contents>`).join('')}${more}</ListBucketResult>` };
    }
    const body = stored.get(key);
    return body === undefined ? noSuchKey : { status: 200, body };
  };
  return { stored, requests, answer };
};
