import { GetAliasCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { gatewayEvent } from '../local/host/gateway-event.ts';
import { gatewayResponse } from '../local/host/gateway-response.ts';
import { pickVersion } from '../local/host/pick-version.ts';
import { arrivals } from '../local/load/arrivals.ts';
import { LoadCounter } from '../local/load/load-statistics.ts';
import type { LoadStatistics } from '../local/load/load-statistics.ts';
import { runOpenLoop } from '../local/load/open-loop.ts';
import type { PlannedRequest } from '../local/load/planned-request.ts';
import { parseProfile } from '../local/load/profile.ts';
import { profileRequests } from '../local/load/profile-requests.ts';
import { seededRandom } from '../local/load/seeded-random.ts';
import { emulatorClient } from './client-options.ts';

const ALIAS_REFRESH_MS = 250;
/** Each request under way is a process of the emulator: beyond this it has stopped keeping up, and more would only take the machine from it. */
const MOST_OPEN = 12;
/** Each environment is a process here; starting many at once would take the machine from those that serve. */
const RAMP_SECONDS = 6;

export type EmulatorLoad = {
  /** Counts since the last call. */
  take(): LoadStatistics;
  /** Requests so far, by the version that served them. */
  served(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
};

type LoadOptions = {
  readonly endpoint: string;
  readonly functionName: string;
  readonly alias: string;
  /** Path of a load profile, as on one machine. */
  readonly profile: string;
  readonly ratePerSecond: number;
  readonly seed?: number;
};

/**
 * Open-loop load on a function of the emulator. A bridge: MiniStack stores the weights of an alias but always serves its
 * primary version, so this reads them every 250 ms and draws the version of each request itself, as Lambda would.
 */
export async function startEmulatorLoad({ endpoint, functionName, alias, profile: file, ratePerSecond, seed = 1 }: LoadOptions): Promise<EmulatorLoad> {
  const clientWith = (maxSockets: number): LambdaClient => new LambdaClient({ ...emulatorClient({ endpoint }), maxAttempts: 1, requestHandler: { httpAgent: new Agent({ keepAlive: true, maxSockets }) } });
  const client = clientWith(MOST_OPEN);
  // Of its own: the alias is read also while all requests wait.
  const aliases = clientWith(1);
  const parsed = parseProfile(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.problems.join(' ')}`);

  const random = seededRandom(seed);
  const next = profileRequests(parsed.profile, random);
  const counter = new LoadCounter();
  const served: Record<string, number> = {};
  const open = new Set<Promise<void>>();

  const routing = async () => {
    const { FunctionVersion: version = '', RoutingConfig } = await aliases.send(new GetAliasCommand({ FunctionName: functionName, Name: alias }));
    const [other] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
    return { revision: '', version, ...(other && { additional: { version: other[0], weight: other[1] } }) };
  };
  let current = await routing();
  const ended = new AbortController();
  const refresh = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, ALIAS_REFRESH_MS));
      current = await routing().catch(() => current);
    }
  };
  const refreshed = refresh();

  const send = async (planned: PlannedRequest): Promise<void> => {
    const version = pickVersion(current, random());
    const sentAt = performance.now();
    served[version] = (served[version] ?? 0) + 1;
    try {
      const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName: functionName, Qualifier: version, Payload: JSON.stringify(eventOf(planned)) }));
      const result: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
      const { status } = FunctionError === undefined ? gatewayResponse({ kind: 'result', result }) : { status: 502 };
      counter.answered(status, performance.now() - sentAt);
    } catch {
      counter.unanswered();
    }
  };

  const began = performance.now();
  const loop = runOpenLoop({
    nextArrival: arrivals(ratePerSecond, parsed.profile.season, random, RAMP_SECONDS),
    onDue: () => {
      if (open.size >= MOST_OPEN) return counter.skipped();
      counter.sent();
      const request = send(next()).finally(() => open.delete(request));
      open.add(request);
    },
    onSkipped: () => counter.skipped(),
    elapsedSeconds: () => (performance.now() - began) / 1000,
  });

  return {
    take: () => counter.take(),
    served: () => ({ ...served }),
    async stop() {
      loop.stop();
      ended.abort();
      await Promise.allSettled([...open, refreshed]);
      aliases.destroy();
      client.destroy();
    },
  };
}

const eventOf = ({ method, path, headers, body = '' }: PlannedRequest): Record<string, unknown> => {
  const [rawPath = '/', query = ''] = path.split('?');
  return gatewayEvent({ method, path: rawPath, query, headers: { host: 'orders.example.com', ...headers }, body: Buffer.from(body), remoteAddress: '127.0.0.1', at: Date.now() });
};
