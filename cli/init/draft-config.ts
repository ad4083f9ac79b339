import { posix, relative } from 'node:path';
import { guessRunner } from '../../shared/config/test-runner.ts';
import type { Entry } from './find-entries.ts';
import type { Route } from './find-routes.ts';
import type { TestCommand } from './find-test-command.ts';
import type { Upstream } from './upstream-words.ts';

/** All that is known about a service once found, told or asked. */
export type Findings = {
  readonly id: string;
  readonly root: string;
  readonly branch: string;
  readonly entry: Entry;
  readonly test: TestCommand | undefined;
  readonly preset: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly upstreams: readonly Upstream[];
  /** A file of recorded requests, absolute. */
  readonly requests: string | undefined;
  readonly routes: readonly Route[];
  readonly ratePerSecond: number | undefined;
  /** Top folders of the service's own code and tests: what a remedy may touch. */
  readonly scope: readonly string[];
  /** The folder of the config. */
  readonly directory: string;
};

/** The config file of one service, with what differs from the defaults and what people will want to change. */
export function draftConfig(found: Findings): Record<string, unknown> {
  const { entry, test } = found;
  const local = {
    ...(Object.keys(found.environment).length > 0 ? { environment: found.environment } : {}),
    ...(found.upstreams.length > 0 ? { upstreams: found.upstreams.map(lean) } : {}),
    load: loadOf(found),
  };
  return {
    preset: found.preset,
    targets: [
      {
        id: found.id,
        repository: { location: fromHere(found.directory, found.root), branch: found.branch, ...(entry.directory === '.' ? {} : { directory: entry.directory }) },
        entry: posix.relative(entry.directory, entry.path),
        ...(entry.exportName === 'handler' ? {} : { handlerExport: entry.exportName }),
        ...(test === undefined ? {} : { test: { command: test.command, ...(guessRunner(test.command) === test.runner ? {} : { runner: test.runner }) } }),
        limits: { timeoutSeconds: entry.timeoutSeconds ?? 10, memoryMb: entry.memoryMb ?? 256 },
        scope: found.scope,
        autonomy: { recipe: 'approve', model: 'approve', person: 'approve' },
      },
    ],
    local: { [found.id]: local },
  };
}

/** The rate of a service nobody has measured yet: enough for a canary to be judged within minutes. */
const RATE_PER_SECOND = 50;

function loadOf({ requests, routes, ratePerSecond, directory }: Findings): object {
  if (requests !== undefined) return { ...(ratePerSecond === undefined ? {} : { ratePerSecond }), requests: fromHere(directory, requests) };
  return { ratePerSecond: ratePerSecond ?? RATE_PER_SECOND, routes: routes.map(({ method, path, values }) => ({ method, path, ...parameters(values) })) };
}

/** Values that the repository's own tests use; numbers where it has none. */
function parameters(values: Route['values']): object {
  const drawn = Object.entries(values).map(([name, list]) => [name, list.length > 0 ? { list } : { zipf: { n: 1000, s: 1 } }]);
  return drawn.length === 0 ? {} : { parameters: Object.fromEntries(drawn) as object };
}

const lean = ({ environment, provides, ...upstream }: Upstream): object => ({
  ...upstream,
  ...(Object.keys(environment).length > 0 ? { environment } : {}),
  ...(Object.keys(provides).length > 0 ? { provides } : {}),
});

const fromHere = (directory: string, path: string): string => relative(directory, path).replaceAll('\\', '/') || '.';
