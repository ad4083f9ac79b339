import * as z from 'zod';
import {
  EnvironmentCount,
  HostAlias,
  HostErrorBody,
  HostFunction,
  HostLogPage,
  HostVersion,
  InvokeAnswer,
  type AliasRouting,
  type ConfigurationRequest,
  type HostErrorCode,
} from './host-api.ts';

export type HostAddress = { readonly url: string; readonly token: string };

/** The host refused, or (`unreachable`) did not answer. */
export class HostError extends Error {
  override name = 'HostError';
  readonly code: HostErrorCode | 'unreachable';

  constructor(code: HostError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const TIMEOUT_MS = 10_000;

/** The function host's admin API over HTTP on loopback. Every method throws `HostError`. */
export class HostClient {
  readonly address: HostAddress;

  constructor(address: HostAddress) {
    this.address = address;
  }

  /** Creates the function, or changes the named parts of its configuration. */
  async configure(name: string, configuration: ConfigurationRequest): Promise<HostFunction> {
    return this.#ask(HostFunction, 'PUT', `/functions/${name}`, configuration);
  }

  async function(name: string): Promise<HostFunction> {
    return this.#ask(HostFunction, 'GET', `/functions/${name}`);
  }

  async functions(): Promise<string[]> {
    return this.#ask(z.array(z.string()), 'GET', '/functions');
  }

  /** Replaces the code of `$LATEST`; with `revision`, only if it still has that revision (`revision-changed` otherwise). */
  async updateCode(name: string, code: { bundle: Uint8Array; sourceMap?: Uint8Array; digest?: string; revision?: string }): Promise<HostFunction> {
    const { bundle, sourceMap, ...rest } = code;
    return this.#ask(HostFunction, 'PUT', `/functions/${name}/code`, {
      ...rest,
      bundle: Buffer.from(bundle).toString('base64'),
      ...(sourceMap && { sourceMap: Buffer.from(sourceMap).toString('base64') }),
    });
  }

  async restoreLatest(name: string, version: string): Promise<HostFunction> {
    return this.#ask(HostFunction, 'POST', `/functions/${name}/restore`, { version });
  }

  /** Publishes `$LATEST`. With `digest`, only if its code still is that (`digest-mismatch` otherwise). */
  async publish(name: string, request: { description?: string; digest?: string; revision?: string }): Promise<HostVersion> {
    return this.#ask(HostVersion, 'POST', `/functions/${name}/versions`, request);
  }

  async versions(name: string): Promise<HostVersion[]> {
    return this.#ask(z.array(HostVersion), 'GET', `/functions/${name}/versions`);
  }

  async deleteVersion(name: string, version: string): Promise<void> {
    await this.#ask(z.unknown(), 'DELETE', `/functions/${name}/versions/${version}`);
  }

  /** Source map text of a version's bundle (`$LATEST` too); `undefined` when it came without one. */
  async sourceMap(name: string, version: string): Promise<string | undefined> {
    const { sourceMap } = await this.#ask(z.object({ sourceMap: z.string().optional() }), 'GET', `/functions/${name}/versions/${version}/source-map`);
    return sourceMap;
  }

  async createAlias(name: string, alias: string, routing: AliasRouting): Promise<HostAlias> {
    return this.#ask(HostAlias, 'POST', `/functions/${name}/aliases/${alias}`, routing);
  }

  /** Routes the alias; with `revision`, only if it still has that revision (`revision-changed` otherwise). */
  async updateAlias(name: string, alias: string, request: AliasRouting & { revision?: string }): Promise<HostAlias> {
    return this.#ask(HostAlias, 'PUT', `/functions/${name}/aliases/${alias}`, request);
  }

  async alias(name: string, alias: string): Promise<HostAlias> {
    return this.#ask(HostAlias, 'GET', `/functions/${name}/aliases/${alias}`);
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this.#ask(z.unknown(), 'DELETE', `/functions/${name}/aliases/${alias}`);
  }

  /** Invokes with a raw event, past the front door. `qualifier`: alias, version or `$LATEST`. */
  async invoke(name: string, qualifier: string, event: unknown): Promise<InvokeAnswer> {
    return this.#ask(InvokeAnswer, 'POST', `/functions/${name}/invoke/${encodeURIComponent(qualifier)}`, { event }, 910_000);
  }

  /** Log records and events after `after` (a sequence number), at most `limit` ≤ 10,000. */
  async log(name: string, after: number, limit: number): Promise<HostLogPage> {
    return this.#ask(HostLogPage, 'GET', `/functions/${name}/log?after=${after}&limit=${limit}`);
  }

  async environments(name: string): Promise<EnvironmentCount[]> {
    return this.#ask(z.array(EnvironmentCount), 'GET', `/functions/${name}/environments`);
  }

  async ping(timeoutMs = 2_000): Promise<{ pid: number }> {
    return this.#ask(z.object({ pid: z.number().int() }), 'GET', '/ping', undefined, timeoutMs);
  }

  /** Ends the host and its environments; state stays on disk. Resolves when it was told. */
  async stop(): Promise<void> {
    await this.#ask(z.unknown(), 'POST', '/stop');
  }

  /** Where the front door is for a function and alias: append the request's path. */
  frontDoor(name: string, alias: string): string {
    return `${this.address.url}/${name}/${alias}`;
  }

  async #ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown, timeoutMs = TIMEOUT_MS): Promise<T> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.address.url}/_host${path}`, {
        method,
        headers: { authorization: `Bearer ${this.address.token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (cause) {
      throw new HostError('unreachable', `The function host at ${this.address.url} does not answer; is it running?`, { cause });
    }
    const answer: unknown = parseJson(text);
    if (response.ok) return schema.parse(answer);
    const refusal = HostErrorBody.safeParse(answer);
    if (refusal.success) throw new HostError(refusal.data.code, refusal.data.message);
    throw new HostError('internal', `The function host answered ${response.status} to ${method} ${path}.`);
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
