import type { Host } from '../../shared/ports/host.ts';
import type { Variable } from './find-variables.ts';
import { type Upstream, upstreamFrom } from './upstream-words.ts';

/** What the service needs around it on this machine. */
export type Surroundings = { readonly environment: Readonly<Record<string, string>>; readonly upstreams: readonly Upstream[] };

/**
 * Puts together what was told, and asks for the rest. A variable that nobody gave a value is taken from the environment in which
 * Pawl runs: `"${NAME}"`, which refuses to start, by name, while it is not set there.
 */
export async function askAboutSurroundings(told: Surroundings, variables: readonly Variable[], ask: Host['ask']): Promise<Surroundings> {
  const upstreams = [...told.upstreams];
  const environment: Record<string, string> = { ...told.environment };
  const provided = () => new Set([...Object.keys(environment), ...upstreams.flatMap(({ provides }) => Object.keys(provides))]);
  const missing = () => variables.filter(({ name, optional }) => !optional && !provided().has(name)).map(({ name }) => name);

  let complaint = '';
  while (missing().length > 0) {
    const answer = await ask({
      code: 'PAWL-INIT-ASK-UPSTREAM',
      text: `${complaint}It reads ${missing().join(', ')}. Is one of these the address of a service that Pawl should start beside it? Write NAME=http://127.0.0.1:4001 and the command (or NAME=.key for a command that prints JSON); empty for none.`,
      default: '',
    });
    if (answer.trim() === '') break;
    const words = upstreamFrom(answer);
    complaint = words.ok ? '' : `That ${words.message}. `;
    if (!words.ok) continue;
    upstreams.push(words.upstream);
    Object.assign(environment, words.environment);
  }
  for (const name of missing()) {
    const answer = await ask({ code: 'PAWL-INIT-ASK-VALUE', text: `${name} = (empty: taken from the environment that Pawl runs in)`, default: '' });
    environment[name] = answer === '' ? `\${${name}}` : answer;
  }
  return { environment, upstreams };
}
