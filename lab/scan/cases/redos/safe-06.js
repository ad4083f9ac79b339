// case: a loose expression runs at start over the names of the service's own routes only
const express = require('express');

const ROUTE_WORDS = /^(\w+\s?)*$/;
const TITLES = Object.freeze({ health: 'health check', orders: 'order list', items: 'item list' });

for (const title of Object.values(TITLES)) {
  if (!ROUTE_WORDS.test(title)) {
    throw new Error(`route title ${title} has characters the index cannot show`);
  }
}

const app = express();

app.get('/index.json', (req, res) => {
  const start = Number(req.query.start) || 0;
  res.json(Object.values(TITLES).slice(Math.max(0, start)));
});

app.listen(3000);
