import { gzipSync } from 'node:zlib';

export type DeliveredLine = { readonly id: string; readonly timestamp: number; readonly message: string };

/** A call as CloudWatch Logs makes it for a subscription. */
export const logDelivery = (batch: { logGroup?: string; logStream: string; logEvents: readonly DeliveredLine[]; messageType?: string }) => ({
  awslogs: {
    data: gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', owner: '123456789012', logGroup: '/aws/lambda/orders', subscriptionFilters: ['pawl'], ...batch })).toString('base64'),
  },
});

/** An id as CloudWatch gives it: 56 digits that ascend with time and place. */
export const cloudWatchId = (at: number, place: number): string => `3${String(at).padStart(15, '0')}${String(place).padStart(40, '0')}`;
