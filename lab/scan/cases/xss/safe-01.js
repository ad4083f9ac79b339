// case: Express search page that escapes the search term before repeating it
const express = require('express');
const escapeHtml = require('escape-html');
const { findArticles } = require('./articles');

const router = express.Router();

router.get('/search', async (req, res, next) => {
  try {
    const term = String(req.query.q || '');
    const hits = await findArticles(term);
    res.send('<html><body><h1>Results for ' + escapeHtml(term) + '</h1><p>' + hits.length + ' articles</p></body></html>');
  } catch (err) {
    next(err);
  }
});

module.exports = router;
