// case: log viewer offers a fixed set of named expressions
const express = require('express');
const { recentLines } = require('./log-buffer');

const router = express.Router();
const MATCHERS = new Map([
  ['errors', /\blevel=error\b/],
  ['slow', /\bduration_ms=\d{4,9}\b/],
  ['cold', /\binit_ms=\d{1,9}\b/],
]);

router.get('/logs', (req, res) => {
  const matcher = MATCHERS.get(req.query.pattern);
  if (!matcher) {
    return res.status(400).json({ error: 'pattern' });
  }
  return res.json(recentLines().filter((line) => matcher.test(line)));
});

module.exports = router;
