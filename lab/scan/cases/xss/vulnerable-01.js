// case: Express search page that repeats the search term in its heading
const express = require('express');
const { findArticles } = require('./articles');

const router = express.Router();

router.get('/search', async (req, res, next) => {
  try {
    const term = req.query.q || '';
    const hits = await findArticles(String(term));
    res.send('<html><body><h1>Results for ' + term + '</h1><p>' + hits.length + ' articles</p></body></html>');
  } catch (err) {
    next(err);
  }
});

module.exports = router;
