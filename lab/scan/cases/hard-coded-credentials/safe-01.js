// case: Postgres pool reads its password from the environment
const { Pool } = require('pg');
const express = require('express');

const pool = new Pool({
  host: process.env.PGHOST,
  port: 5432,
  user: process.env.PGUSER,
  password: process.env.PGPASSWORD,
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
