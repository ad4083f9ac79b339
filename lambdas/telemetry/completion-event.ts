import * as z from 'zod';
import type { TargetEvent } from '../../shared/domain/signal.ts';
import { functionNameIn, momentOf, type EventBridgeEvent } from './eventbridge-event.ts';

/** Lambda's record of an asynchronous invocation's end. `responseContext` is absent when the function was never run. */
const InvocationRecord = z.object({
  timestamp: z.string().default(''),
  requestContext: z.object({ requestId: z.string(), functionArn: z.string(), condition: z.string(), approximateInvokeCount: z.number().int().positive().catch(1) }),
  responseContext: z.object({ executedVersion: z.string().optional() }).nullish(),
});

/** What it was called with and what it answered stay out: only that it ended, and how. */
export const readCompletion = (event: EventBridgeEvent): { readonly functionName: string; readonly event: TargetEvent } | undefined => {
  const parsed = InvocationRecord.safeParse(event.detail);
  if (!parsed.success) return undefined;
  const { timestamp, requestContext, responseContext } = parsed.data;
  const { requestId, functionArn, condition, approximateInvokeCount: attempts } = requestContext;
  return {
    functionName: functionNameIn(functionArn),
    event: {
      kind: 'completion',
      id: `completion ${requestId} ${condition}`,
      at: momentOf(timestamp, event.time),
      version: responseContext?.executedVersion ?? 'unknown',
      outcome: condition === 'Success' ? 'ok' : 'failed',
      attempts,
      reason: condition,
    },
  };
};
