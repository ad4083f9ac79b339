// case: Postgres pool is configured with the production password in the source
const { Pool } = require('pg');
const express = require('express');

const pool = new Pool({
  host: 'db.internal.example.net',
  port: 5432,
  user: 'orders_rw',
  password: 'Vk7!plumHarbour22',
  database: 'orders',
});

const router = express.Router();

router.get('/orders/:id', async (req, res, next) => {
  try {
    const { rows } = await pool.query('SELECT id, total FROM orders WHERE id = $1', [Number(req.params.id)]);
    res.json(rows[0] || null);
  } catch (err) {
    next(err);
  }
});

module.exports = router;
