import { splitWords } from '../../shared/config/split-words.ts';
import type { LocalInput } from '../../shared/config/local-input.ts';

export type Upstream = LocalInput['upstreams'][number];

/** One upstream as written on the command line, and what it sets for the service. */
export type UpstreamWords = { readonly ok: true; readonly upstream: Upstream; readonly environment: Readonly<Record<string, string>> } | { readonly ok: false; readonly message: string };

/**
 * `CATALOGUE_URL=http://127.0.0.1:4001 node mocks/catalogue.mjs`: started by that command, ready when the address answers, known to the service as CATALOGUE_URL.
 * `CATALOGUE_URL=.catalogue PAYMENTS_URL=.payments node upstreams.ts`: ready when it prints a line of JSON, whose keys hold the addresses.
 */
export function upstreamFrom(text: string): UpstreamWords {
  const words = splitWords(text);
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const command = start === -1 ? [] : words.slice(start);
  const assigned = words.slice(0, start === -1 ? words.length : start).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  if (command.length === 0) return { ok: false, message: 'names no command that starts it' };

  const keys = assigned.filter(([, value]) => value.startsWith('.'));
  const addresses = assigned.filter(([, value]) => !value.startsWith('.'));
  const ready = addresses.map(([, value]) => value).find((value) => /^https?:/.test(value) && URL.canParse(value));
  if (keys.length === 0 && ready === undefined) return { ok: false, message: 'says neither an address (NAME=http://127.0.0.1:4001) nor a key of the JSON it prints (NAME=.key), so that nobody can tell when it is up' };
  const name = (assigned[0]?.[0] ?? 'upstream').toLowerCase().replace(/_?(?:base_?)?(?:url|uri|endpoint|host)$/, '') || 'upstream';
  return {
    ok: true,
    environment: Object.fromEntries(addresses),
    upstream: {
      name,
      command,
      environment: {},
      ready: keys.length > 0 ? { stdoutJson: true } : { url: ready },
      provides: Object.fromEntries(keys.map(([variable, key]) => [variable, key.slice(1)])),
    },
  };
}
