import type { CommandRow } from '../../shared/commands/table/command-row.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import type { LiveEvents } from '../../shared/commands/live/live-events.ts';
import type { Caller } from '../../shared/domain/caller.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import type { Page } from '../../shared/ports/page.ts';
import type { Authenticate } from './authenticate/authenticate.ts';

/**
 * The MCP server behind `/mcp`: who asks was established, and is an agent there whoever it is. `takeAct` takes one of the acts that this caller has,
 * and answers the seconds to wait where there is none left (0: it may).
 */
export type McpDoor = (request: Request, caller: Caller, takeAct?: () => number) => Promise<Response>;

/** What the page needs to know before anybody signed in, as it reads `config.json`; nothing secret. `origins`: what else of the provider the page may ask. */
export type PageConfig = { readonly issuer?: string; readonly clientId?: string; readonly audience?: string; readonly scopes?: string; readonly redirectPath?: string; readonly token?: 'access' | 'id'; readonly origins?: readonly string[] };

export type ApiLimits = {
  /** Requests that one caller may send: so many a second for long, so many at once. */
  readonly callsPerSecond: number;
  readonly callsAtOnce: number;
  /** Requests that change something, of one caller. */
  readonly actsPerSecond: number;
  readonly actsAtOnce: number;
  /** Failed sign-ins of one address. Whoever proves who they are is never held back by somebody else's. */
  readonly failuresPerSecond: number;
  readonly failuresAtOnce: number;
  readonly streamsPerCaller: number;
  readonly streams: number;
  /** Streams end after so long; who listens asks again from the last event. */
  readonly streamSeconds: number;
  /** Between two looks at whether who listens still may, and between two signs of life. */
  readonly heartbeatSeconds: number;
};

export const DEFAULT_LIMITS: ApiLimits = {
  callsPerSecond: 50, callsAtOnce: 200, actsPerSecond: 10, actsAtOnce: 40, failuresPerSecond: 2, failuresAtOnce: 20,
  streamsPerCaller: 8, streams: 64, streamSeconds: 3600, heartbeatSeconds: 5,
};

export type ApiOptions = {
  readonly rows: ReadonlyMap<string, CommandRow>;
  /** Asked anew for each request where it is a function, so that what is behind it may come and go. */
  readonly dependencies: DoorDependencies | (() => Promise<DoorDependencies>);
  readonly authenticate: Authenticate;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly live?: LiveEvents;
  readonly limits?: Partial<ApiLimits>;
  /** `Host` headers that are answered, like `127.0.0.1:4380`; any when left out, where a gateway has looked already. */
  readonly hosts?: readonly string[];
  readonly page?: Page;
  readonly mcp?: McpDoor;
  readonly config?: PageConfig;
  readonly version: string;
  /** Reads may be as old as that; 0 when left out. What came through this API is in them at once. */
  readonly freshMs?: number;
  /** Told what nobody expected, with the id that the caller was given. */
  readonly onFailure?: (error: unknown, instance: string) => void;
};
