import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { WireRequest } from './requests.ts';

export type CountingProxy = {
  readonly endpoint: string;
  /** Every request since the last call, in the order of their ends. */
  take(): Promise<readonly WireRequest[]>;
  stop(): Promise<void>;
};

/** Stands between AWS clients and an emulator and keeps every request: what is counted is what went over the wire, retries included. */
export const countingProxy = async (endpoint: string): Promise<CountingProxy> => {
  const thread = new Worker(new URL('counting-proxy-thread.ts', import.meta.url), { workerData: { endpoint } });
  const [{ port }] = (await once(thread, 'message')) as [{ port: number }];
  return {
    endpoint: `http://127.0.0.1:${port}`,
    take: async () => {
      const answer = once(thread, 'message') as Promise<[{ seen: WireRequest[] }]>;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      thread.postMessage('take');
      const [{ seen }] = await answer;
      return seen;
    },
    stop: async () => void (await thread.terminate()),
  };
};
