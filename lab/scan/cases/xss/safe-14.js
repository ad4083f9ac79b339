// case: Nunjucks environment with automatic escaping, rendering request data
const express = require('express');
const nunjucks = require('nunjucks');

const app = express();
const env = new nunjucks.Environment(null, { autoescape: true });

const BANNER = `
<header>
  <h1>{{ shop }}</h1>
  <p>You are looking at {{ category }} ({{ count }} items)</p>
</header>
`;

app.get('/category/:name', (req, res) => {
  const html = env.renderString(BANNER, {
    shop: 'Corner shop',
    category: req.params.name,
    count: 12,
  });
  res.send(html);
});

module.exports = app;
