// case: Express sign-up stores passwords as MD5 digests
const express = require('express');
const crypto = require('crypto');
const { Pool } = require('pg');

const pool = new Pool();
const router = express.Router();

router.post('/signup', express.json(), async (req, res, next) => {
  const { email, password } = req.body;
  try {
    const digest = crypto.createHash('md5').update(String(password)).digest('hex');
    await pool.query('INSERT INTO users (email, password_hash) VALUES ($1, $2)', [email, digest]);
    res.sendStatus(201);
  } catch (err) {
    next(err);
  }
});

module.exports = router;
