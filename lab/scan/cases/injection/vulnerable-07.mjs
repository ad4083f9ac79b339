// case: Koa route that builds an IN list by joining caller values
import Router from '@koa/router';
import pg from 'pg';

const pool = new pg.Pool({ max: 4 });
const router = new Router({ prefix: '/devices' });

async function fetchDevices(ids) {
  const list = ids.map((id) => `'${id}'`).join(', ');
  const text = `SELECT id, model, last_seen FROM devices WHERE id IN (${list})`;
  const result = await pool.query({ text });
  return result.rows;
}

router.get('/', async (ctx) => {
  const raw = ctx.query.ids;
  const ids = typeof raw === 'string' ? raw.split(',') : [];
  if (ids.length === 0) {
    ctx.body = [];
    return;
  }
  ctx.body = await fetchDevices(ids);
});

export default router;
