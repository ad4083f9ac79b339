// case: schema of an order has expressions of fixed width
import Koa from 'koa';
import bodyParser from 'koa-bodyparser';
import { z } from 'zod';

const Order = z.object({
  reference: z.string().regex(/^(?:[a-z]{4}-){3}[A-Z][a-z]{3}$/),
  quantity: z.number().int().min(1).max(100),
});

const app = new Koa();
app.use(bodyParser());

app.use((ctx) => {
  const order = Order.safeParse(ctx.request.body);
  ctx.status = order.success ? 201 : 422;
  ctx.body = order.success ? { quantity: order.data.quantity } : { issues: order.error.issues.length };
});

app.listen(3000);
