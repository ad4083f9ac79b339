// case: SNS-over-HTTP receiver that confirms only addresses of the notification service itself
import type { Request, Response } from 'express';
import https from 'node:https';
import { enqueue } from './queue';

interface Notification {
  Type: 'SubscriptionConfirmation' | 'Notification';
  SubscribeURL?: string;
  Message?: string;
}

const SNS_HOST = /^sns\.[a-z0-9-]{3,24}\.amazonaws\.com$/;

function confirm(address: string): void {
  const url = new URL(address);
  if (url.protocol !== 'https:' || !SNS_HOST.test(url.hostname)) {
    throw new Error('not a notification service address');
  }
  https.get(url, (response) => response.resume());
}

export async function notifications(req: Request, res: Response): Promise<void> {
  const message = JSON.parse(String(req.body)) as Notification;
  if (message.Type === 'SubscriptionConfirmation' && message.SubscribeURL !== undefined) {
    confirm(message.SubscribeURL);
  } else if (message.Message !== undefined) {
    await enqueue(message.Message);
  }
  res.sendStatus(204);
}
