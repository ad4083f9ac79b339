// case: Express route that looks up orders by status with a concatenated SQL string
const express = require('express');
const { Pool } = require('pg');

const pool = new Pool();
const router = express.Router();

router.get('/orders', async (req, res, next) => {
  try {
    const status = req.query.status || 'open';
    const sql = "SELECT id, total, created_at FROM orders WHERE status = '" + status + "' ORDER BY created_at DESC";
    const { rows } = await pool.query(sql);
    res.json({ orders: rows });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
