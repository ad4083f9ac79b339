// case: queue consumer that delivers events to call-back addresses registered freely by tenants
import type { Pool } from 'pg';

interface Delivery {
  tenantId: number;
  kind: string;
  payload: unknown;
}

export class CallbackDelivery {
  constructor(private readonly pool: Pool) {}

  async register(tenantId: number, callbackUrl: string): Promise<void> {
    await this.pool.query('UPDATE tenants SET callback_url = $1 WHERE id = $2', [callbackUrl, tenantId]);
  }

  async deliver(delivery: Delivery): Promise<boolean> {
    const { rows } = await this.pool.query('SELECT callback_url FROM tenants WHERE id = $1', [delivery.tenantId]);
    const callbackUrl: string | undefined = rows[0]?.callback_url;
    if (callbackUrl === undefined) return false;
    const response = await fetch(callbackUrl, {
      method: 'POST',
      body: JSON.stringify({ kind: delivery.kind, payload: delivery.payload }),
    });
    return response.ok;
  }
}

export function registerRoute(delivery: CallbackDelivery) {
  return async (req: { body: { callbackUrl: string }; tenantId: number }, res: { sendStatus(code: number): void }) => {
    await delivery.register(req.tenantId, req.body.callbackUrl);
    res.sendStatus(204);
  };
}
