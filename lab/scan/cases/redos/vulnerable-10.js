// case: log viewer converts a wildcard from the address bar into an expression
const express = require('express');
const { recentLines } = require('./log-buffer');

const router = express.Router();

function fromWildcard(text) {
  return new RegExp('^' + text.split('*').join('.*') + '$');
}

router.get('/logs', (req, res) => {
  const { pattern } = req.query;
  if (typeof pattern !== 'string') {
    return res.status(400).json({ error: 'pattern' });
  }
  const matcher = fromWildcard(pattern);
  return res.json(recentLines().filter((line) => matcher.test(line)));
});

module.exports = router;
