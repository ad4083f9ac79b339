// case: Koa route that writes one numbered placeholder for each caller value of an IN list
import Router from '@koa/router';
import pg from 'pg';

const pool = new pg.Pool({ max: 4 });
const router = new Router({ prefix: '/devices' });

async function fetchDevices(ids) {
  const marks = ids.map((_, index) => `$${index + 1}`).join(', ');
  const text = `SELECT id, model, last_seen FROM devices WHERE id IN (${marks})`;
  const result = await pool.query({ text, values: ids });
  return result.rows;
}

router.get('/', async (ctx) => {
  const raw = ctx.query.ids;
  const ids = typeof raw === 'string' ? raw.split(',').slice(0, 100) : [];
  if (ids.length === 0) {
    ctx.body = [];
    return;
  }
  ctx.body = await fetchDevices(ids);
});

export default router;
