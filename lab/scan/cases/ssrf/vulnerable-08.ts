// case: SNS-over-HTTP receiver that confirms whatever subscription address it is sent
import type { Request, Response } from 'express';
import https from 'node:https';
import { enqueue } from './queue';

interface Notification {
  Type: 'SubscriptionConfirmation' | 'Notification';
  SubscribeURL?: string;
  Message?: string;
}

function confirm(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    https
      .get(address, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .on('error', reject);
  });
}

export async function notifications(req: Request, res: Response): Promise<void> {
  const message = JSON.parse(String(req.body)) as Notification;
  if (message.Type === 'SubscriptionConfirmation' && message.SubscribeURL !== undefined) {
    await confirm(message.SubscribeURL);
  } else if (message.Message !== undefined) {
    await enqueue(message.Message);
  }
  res.sendStatus(204);
}
