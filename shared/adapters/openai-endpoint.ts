import { ModelError } from '../ports/model.ts';

export type OpenAiEndpoint = {
  /** Up to before `/chat/completions`, like `http://127.0.0.1:11434/v1`; a bare origin gets `/v1`. A query is kept: some ask for a version in it. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** Sent along, like `api-key` for who wants the key there. */
  readonly headers?: Readonly<Record<string, string>>;
};

const PRIVATE_HOST = /^([^.[\]:]+|.+\.(local|localhost|internal|lan|home\.arpa)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[::1\]|\[f[cd][0-9a-f]{2}:.*\])$/i;

/**
 * Where and with which headers to ask. Throws `ModelError` (`denied`) for an address that cannot be one, and for a key that would go in clear text over
 * the internet. What it says never contains key, header values, or the address's own credentials and query.
 */
export const openaiEndpoint = ({ baseUrl, apiKey, headers = {} }: OpenAiEndpoint): { readonly url: URL; readonly headers: Headers; readonly secrets: readonly string[] } => {
  const url = parsed(baseUrl);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrong(`it begins with ${url.protocol} instead of https: or http:`);
  if (url.username !== '' || url.password !== '') throw wrong('it contains a user name or password: set the key apart from it');
  if (url.hash !== '') throw wrong('it contains a #');
  const secrets = [...(apiKey === undefined ? [] : [apiKey]), ...Object.values(headers), ...url.searchParams.values()];
  const hasKey = apiKey !== undefined || Object.keys(headers).some((name) => /key|auth|token/i.test(name));
  if (url.protocol === 'http:' && hasKey && !PRIVATE_HOST.test(url.hostname)) throw wrong(`a key would be sent to ${url.host} in clear text: use https:`);

  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  url.pathname = `${path === '' ? '/v1' : path}/chat/completions`;
  const sent = new Headers({ 'content-type': 'application/json', accept: 'application/json' });
  for (const [name, value] of [...(apiKey === undefined ? [] : [['authorization', `Bearer ${apiKey}`] as const]), ...Object.entries(headers)]) put(sent, name, value);
  return { url, headers: sent, secrets };
};

const parsed = (baseUrl: string): URL => {
  const url = URL.parse(baseUrl);
  if (url === null) throw wrong('it cannot be read; it looks like https://host/v1');
  return url;
};

/** The platform's own error would quote the value. */
const put = (headers: Headers, name: string, value: string): void => {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new ModelError('denied', 'A header for the model’s endpoint has a name that is none.');
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) throw new ModelError('denied', `The value for the header ${name.toLowerCase()} of the model’s endpoint is empty or has spaces, line ends or letters that a header cannot carry. Set the key again.`);
  headers.set(name, value);
};

const wrong = (why: string): ModelError => new ModelError('denied', `The base URL of the model’s endpoint cannot be used: ${why}.`);
