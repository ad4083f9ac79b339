import type { Handler } from 'hono';
import type { LiveEvents } from '../../shared/commands/live/live-events.ts';
import type { LiveEvent } from '../../shared/domain/views/live-event.ts';
import { isPermitted, type Caller } from '../../shared/domain/caller.ts';
import type { ApiEnv } from './app.ts';
import type { ApiLimits, ApiOptions } from './api-options.ts';
import { whoOf } from './caller-gate.ts';
import { ProblemError } from './problem.ts';

/** A reader that leaves so many bytes unread is let go. */
const MOST_UNREAD_BYTES = 1024 * 1024;
const encoder = new TextEncoder();

/**
 * `GET /v1/events`: server-sent events, the present first. A comment is a sign of life; at each the server looks whether the caller still may listen.
 * Ends after a while: whoever listens asks again, with `Last-Event-ID`.
 */
export const eventsRoute = (live: LiveEvents, { authenticate }: ApiOptions, limits: ApiLimits): Handler<ApiEnv> => {
  const streams = new Map<string, number>();
  let all = 0;
  const enter = (who: string): (() => void) => {
    const own = streams.get(who) ?? 0;
    if (own >= limits.streamsPerCaller) throw new ProblemError('too-many', `You listen ${own} times already: close one.`, { 'retry-after': '5' });
    if (all >= limits.streams) throw new ProblemError('off', 'Too many listen at the moment: ask for status now and then instead.', { 'retry-after': '10' });
    streams.set(who, own + 1);
    all++;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      all--;
      const left = (streams.get(who) ?? 1) - 1;
      if (left === 0) streams.delete(who);
      else streams.set(who, left);
    };
  };

  return (c) => {
    // Nobody would read the stream, and nobody would end it.
    if (c.req.method === 'HEAD') throw new ProblemError('method-not-allowed', 'events is asked by GET.', { allow: 'GET' });
    const caller = c.get('caller');
    if (!isPermitted(caller, 'read')) throw new ProblemError('forbidden', `${caller.name} may not read.`);
    const leave = enter(whoOf(caller));
    const header = (name: string): string | undefined => c.req.header(name);
    const { env } = c;
    const stillMay = async (): Promise<boolean> => {
      const now = await authenticate({ header, env }).catch(() => undefined);
      return now?.ok === true && isSame(now.caller, caller);
    };
    const body = eventStream(live, { caller, after: header('last-event-id'), stillMay, leave, ...limits });
    return c.body(body, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  };
};

type StreamOptions = Pick<ApiLimits, 'heartbeatSeconds' | 'streamSeconds'> & {
  readonly caller: Caller;
  readonly after: string | undefined;
  readonly stillMay: () => Promise<boolean>;
  readonly leave: () => void;
};

const eventStream = (live: LiveEvents, { caller, after, stillMay, leave, heartbeatSeconds, streamSeconds }: StreamOptions): ReadableStream<Uint8Array> => {
  const end = new AbortController();
  let heartbeat: NodeJS.Timeout | undefined;
  let over: NodeJS.Timeout | undefined;
  const stop = (): void => {
    end.abort();
    clearInterval(heartbeat);
    clearTimeout(over);
    leave();
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const send = (text: string): void => {
          if (end.signal.aborted) return;
          if ((controller.desiredSize ?? 0) <= 0) return stop();
          controller.enqueue(encoder.encode(text));
        };
        send('retry: 2000\n\n');
        heartbeat = setInterval(() => void stillMay().then((may) => (may ? send(': on\n\n') : stop())), heartbeatSeconds * 1000);
        over = setTimeout(stop, streamSeconds * 1000);
        heartbeat.unref();
        over.unref();
        const tell = async (): Promise<void> => {
          for await (const event of live.listen(caller, { after, signal: end.signal })) send(sse(event));
        };
        void tell().catch(() => {}).finally(() => {
          stop();
          try {
            controller.close();
          } catch {
            // Whoever read it has gone.
          }
        });
      },
      cancel: stop,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_UNREAD_BYTES }),
  );
};

const sse = (event: LiveEvent): string => `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

const isSame = (now: Caller, then: Caller): boolean => whoOf(now) === whoOf(then) && isPermitted(now, 'read');
