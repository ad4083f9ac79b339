import { looksRandom } from './looks-random.ts';
import type { Redaction } from './redaction.ts';

/** Words that name a secret, as part of a longer name too (`DB_PASSWORD`, `x-api-key`, `clientSecret`). */
const NAMES = String.raw`[\w.-]{0,40}(?:pass(?:word|wd|phrase|code)|\bpwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|session[_-]?id|\bsid\b|conn(?:ection)?[_-]?string|\bpin\b|\botp\b|authori[sz]ation|x-amz-(?:signature|credential)|\bsig(?:nature)?\b)[\w-]{0,20}`;
/** A quote as it stands in a text, in JSON, or in JSON within JSON. */
const QUOTE = String.raw`\\{0,3}["']`;
const NOT_MASKED = String.raw`(?!\s*<[a-z]+>)`;

/**
 * What is a secret by its own look, whoever issued it. The prefixes are those the issuers document for their keys; the list is what
 * is worth knowing without context, `NAMED_SECRETS` and entropy find the rest.
 */
export const ISSUED_SECRETS: readonly Redaction[] = [
  { pattern: /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^]*?(?:-----END [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g, mask: '<secret>' },
  { pattern: /(?<![A-Za-z\d+/=\\\s])[A-Za-z\d+/=\\\s]{40,}-----END [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g, mask: '<secret>' },
  { pattern: /\b([a-z][a-z\d+.-]{1,20}:\/\/)(?!<secret>@)[^\s/@'"<>]{1,200}(?::[^\s@'"<>]{0,200})?@(?=[\w[])/gi, mask: '$1<secret>@' },
  { pattern: /\beyJ[\w-]{8,}(?:\.[\w-]{2,}){1,4}\.?[\w-]*/g, mask: '<secret>' },
  { pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|AROA|ASCA)[A-Z\d]{12,}/g, mask: '<secret>' },
  { pattern: /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt|soat)-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[\w-]{16,}|AIza[\w-]{30,}|ya29\.[\w-]{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|npm_\w{30,}|pypi-[\w-]{30,}|dckr_pat_[\w-]{16,}|hf_\w{20,}|shp(?:at|ca|pa|ss)_\w{20,}|dop_v1_\w{20,}|whsec_\w{16,}|lin_api_\w{20,}|figd_[\w-]{20,}|sq0[a-z]{3}-[\w-]{16,}|EAA\w{30,}|key-[\da-f]{32}|AC[\da-f]{32}|NRAK-[A-Z\d]{20,}|hvs\.[\w-]{20,}|pat[A-Za-z\d]{14}\.[\da-f]{40,})/g, mask: '<secret>' },
  { pattern: /\b(https:\/\/(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks|[\w-]+\.webhook\.office\.com)\/)[\w/@-]{8,}/g, mask: '$1<secret>' },
];

/** What is a secret by the name it goes by: headers, fields, settings, flags, elements, sentences. */
export const NAMED_SECRETS: readonly Redaction[] = [
  { pattern: new RegExp(String.raw`\b((?:set-)?cookie${QUOTE}?\s{0,3}[:=]\s{0,3}(?:${QUOTE})?)${NOT_MASKED}[^\n"'\\]{2,2000}`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`\b((?:proxy-)?authori[sz]ation${QUOTE}?\s{0,3}[:=]\s{0,3}(?:${QUOTE})?)${NOT_MASKED}[^\n"'\\,;]{2,2000}`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`((?<![\w.-])${NAMES}${QUOTE}\s{0,3}[:=]\s{0,3}(\\{0,3}["']))${NOT_MASKED}(?:(?!\2)[^\n]){1,2000}(?=\2)`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`((?<![\w.-])${NAMES}\s{0,3}[:=]\s{0,3}(["'\x60]))${NOT_MASKED}(?:(?!\2)[^\n]){1,2000}(?=\2)`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`((?<![\w.-])${NAMES}(?:${QUOTE})?(?:\s{0,3}[:=]>?\s{0,3}|%3[ad]))${NOT_MASKED}[^\s"'\x60,;&<>(){}[\]\\]{2,2000}`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`(--?${NAMES}[ =])${NOT_MASKED}[^\s"'<>-][^\s"'<>]{1,400}`, 'gi'), mask: '$1<secret>' },
  { pattern: new RegExp(String.raw`(<${NAMES}(?:\s[^<>]{0,200})?>)(?!<)[^<>]{1,2000}(?=</)`, 'gi'), mask: '$1<secret>' },
  { pattern: /\b((?:pass(?:word|phrase|code)|secret|token|pin|api key|access key)\s{1,3}(?:is|was|are|=>|→)\s{1,3}(?:now )?["']?)(?!\s*<[a-z]+>|(?:not|in|an?|the|too|invalid|expired|missing|required|wrong|incorrect|empty|null|undefined|no|never|malformed|revoked|set|valid|being|used|for|only|already)\b)[^\s"'<>]{3,400}/gi, mask: '$1<secret>' },
  { pattern: /\b(bearer\s{1,3})(?!\s*<[a-z]+>)[\w.~+/=-]{8,}/gi, mask: '$1<secret>' },
  { pattern: /\b((?:[Bb]asic|[Dd]igest|[Nn]egotiate|[Aa]pi[Kk]ey|[Tt]oken)\s{1,3})(?=[\w+/.-]*[\d=]|[\w+/.-][\w+/.-]*[A-Z])[\w+/=.-]{12,}/g, mask: '$1<secret>' },
];

/** Long random words that nothing names: keys, hashes, encoded texts. Names in camel case, paths and words with hyphens are none. */
export const RANDOM_WORDS: readonly Redaction[] = [
  { pattern: /(?<![\w+/=])(?:[\da-f]{32,}|[\dA-F]{32,})(?![\w+/=])/g, mask: '<random>' },
  { pattern: /(?<![\w+/=-])[\w+/=-]{20,}/g, mask: '<random>', isOne: looksRandom },
];
