import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { AliasName, AliasRequest, CodeRequest, ConfigurationRequest, FunctionName, PublishRequest, RestoreRequest, type HostErrorCode, type HostFunction } from '../../shared/adapters/local/host-api.ts';
import type { FunctionHost } from './function-host.ts';
import type { FunctionRecord } from './function-record.ts';
import { HostFailure } from './host-failure.ts';

export type AdminRequest = { readonly method: string; readonly segments: readonly string[]; readonly query: URLSearchParams; readonly body: unknown };

type Handle = (host: FunctionHost, request: { name: string; item: string; query: URLSearchParams; body: unknown }) => unknown;

const LOG_LIMIT = 10_000;
const LogQuery = z.object({ after: z.coerce.number().int().nonnegative().catch(0), limit: z.coerce.number().int().positive().max(LOG_LIMIT).catch(LOG_LIMIT) });

/** An answer that is JSON text already. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Method and path below `/_host/functions` → what it does; `:f` is a function's name, `:i` an alias, version or qualifier. */
const ROUTES: Readonly<Record<string, Handle>> = {
  'GET ': (host) => host.registry.names(),
  'GET :f': (host, { name }) => view(host.registry.get(name)),
  'PUT :f': (host, { name, body }) => {
    const { revision, ...change } = ConfigurationRequest.parse(body ?? {});
    return view(host.configure(name, defined(change), revision));
  },
  'PUT :f/code': (host, { name, body }) => {
    const { bundle, sourceMap, digest, revision } = CodeRequest.parse(body);
    host.registry.get(name);
    const stored = host.code.put(Buffer.from(bundle, 'base64'), sourceMap === undefined ? undefined : Buffer.from(sourceMap, 'base64'));
    if (digest !== undefined && digest !== stored) throw new HostFailure('digest-mismatch', `The bundle's digest is ${stored}, not ${digest}.`);
    return view(host.registry.setCode(name, stored, revision));
  },
  'POST :f/restore': (host, { name, body }) => view(host.registry.setCode(name, host.registry.version(name, RestoreRequest.parse(body).version).digest, undefined)),
  'GET :f/versions': (host, { name }) => host.registry.get(name).versions,
  'POST :f/versions': (host, { name, body }) => {
    const { description, digest, revision } = PublishRequest.parse(body);
    return host.registry.publish(name, { description, digest, revision, at: Date.now() });
  },
  'DELETE :f/versions/:i': (host, { name, item }) => host.registry.deleteVersion(name, item),
  'GET :f/versions/:i/source-map': (host, { name, item }) => {
    const digest = item === '$LATEST' ? host.registry.get(name).latest.digest : host.registry.version(name, item).digest;
    return { sourceMap: digest === undefined ? undefined : host.code.sourceMap(digest) };
  },
  'GET :f/aliases/:i': (host, { name, item }) => host.registry.alias(name, item),
  'POST :f/aliases/:i': (host, { name, item, body }) => host.createAlias(name, AliasName.parse(item), AliasRequest.parse(body)),
  'PUT :f/aliases/:i': (host, { name, item, body }) => {
    const { revision, ...routing } = AliasRequest.parse(body);
    return host.updateAlias(name, item, routing, revision);
  },
  'DELETE :f/aliases/:i': (host, { name, item }) => host.registry.deleteAlias(name, item),
  'POST :f/invoke/:i': async (host, { name, item, body }) => {
    const { event } = z.object({ event: z.unknown() }).parse(body);
    const { requestId, executedVersion, ...answer } = await host.invoke(name, item, event);
    if (answer.kind === 'result') return { requestId, executedVersion, payload: answer.result };
    return { requestId, executedVersion, functionError: answer.cause === 'handled' ? 'Handled' : 'Unhandled', payload: answer.error };
  },
  'GET :f/log': (host, { name, query }) => {
    const { after, limit } = LogQuery.parse({ after: query.get('after') ?? undefined, limit: query.get('limit') ?? undefined });
    const { records, ...rest } = host.live(name).log.page(after, limit);
    return new JsonText(`{"records":[${records.join(',')}],${JSON.stringify(rest).slice(1)}`);
  },
  'GET :f/environments': (host, { name }) => host.live(name).counts(),
};

/** Answers a request below `/_host/functions`. Throws `HostFailure`. */
export async function adminAnswer(host: FunctionHost, { method, segments, query, body }: AdminRequest): Promise<unknown> {
  const [name, kind, item, ...rest] = segments;
  const pattern = [name && ':f', kind, item && ':i', ...rest].filter(Boolean).join('/');
  const handle = ROUTES[`${method} ${pattern}`];
  if (!handle) throw new HostFailure('not-found', `The function host has no ${method} ${segments.join('/')}.`);
  try {
    return await handle(host, { name: name === undefined ? '' : FunctionName.parse(name), item: item ?? '', query, body });
  } catch (error) {
    if (error instanceof z.ZodError) throw new HostFailure('bad-request', z.prettifyError(error), { cause: error });
    throw error;
  }
}

const STATUS: Readonly<Record<HostErrorCode, number>> = {
  'bad-request': 400,
  unauthorised: 401,
  'not-found': 404,
  exists: 409,
  'in-use': 409,
  'revision-changed': 412,
  'digest-mismatch': 412,
  throttled: 429,
  storage: 507,
  internal: 500,
};

/** Writes a refusal; what is not a `HostFailure` is a fault of the host's own. */
export function answerFailure(response: ServerResponse, error: unknown): void {
  const failure = error instanceof HostFailure ? error : new HostFailure('internal', String(error));
  answerJson(response, STATUS[failure.code], { code: failure.code, message: failure.message });
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body instanceof JsonText ? body.text : JSON.stringify(body ?? {}));
}

const view = ({ name, latest, settings, aliases }: FunctionRecord): HostFunction => ({ name, latest, settings, aliases });

/** Drops keys without a value, which exact optional types distinguish from absent ones. */
const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
