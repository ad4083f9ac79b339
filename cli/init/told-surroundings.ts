import type { Problem } from '../../shared/config/problem.ts';
import type { Surroundings } from './ask-about.ts';
import type { InitRequest } from './init-request.ts';
import { type Upstream, upstreamFrom } from './upstream-words.ts';

/** What the flags say about the service's surroundings, and everything that is wrong with them. */
export function toldSurroundings({ environment: pairs = [], upstreams: texts = [] }: InitRequest): Surroundings & { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const upstreams: Upstream[] = [];
  const environment: Record<string, string> = {};
  for (const text of texts) {
    const words = upstreamFrom(text);
    if (words.ok) {
      upstreams.push(words.upstream);
      Object.assign(environment, words.environment);
    } else problems.push({ path: `--upstream ${text}`, message: words.message, advice: 'write --upstream "NAME=http://127.0.0.1:4001 node mock.mjs"' });
  }
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at > 0) environment[pair.slice(0, at)] = pair.slice(at + 1);
    else problems.push({ path: `--env ${pair}`, message: 'has no value', advice: 'write --env NAME=value' });
  }
  return { environment, upstreams, problems };
}
