// case: bulk link checker that walks a list of addresses posted by the editor
const express = require('express');
const needle = require('needle');

const app = express();
app.use(express.json({ limit: '50kb' }));

class LinkChecker {
  constructor(limit) {
    this.limit = limit;
  }

  check(link) {
    return needle('head', link, { open_timeout: 2000, follow_max: 3 })
      .then((response) => ({ link, status: response.statusCode }))
      .catch((err) => ({ link, error: err.code }));
  }

  checkAll(links) {
    return Promise.all(links.slice(0, this.limit).map((link) => this.check(link)));
  }
}

const checker = new LinkChecker(20);

app.post('/links/check', (req, res, next) => {
  checker
    .checkAll(req.body.links || [])
    .then((results) => res.json({ results }))
    .catch(next);
});

module.exports = app;
