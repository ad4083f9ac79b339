// case: Express guard remembers the route it protected itself, never one the visitor names
const express = require('express');

const app = express();
app.use(require('./session'));

const PROTECTED = ['/account', '/orders', '/invoices'];

for (const route of PROTECTED) {
  app.get(route, (req, res) => {
    if (!req.session.userId) {
      req.session.returnTo = route;
      return res.redirect('/signin');
    }
    return res.json({ route });
  });
}

app.post('/signin/complete', (req, res) => {
  const { returnTo } = req.session;
  delete req.session.returnTo;
  res.redirect(returnTo || '/account');
});

app.listen(3000);
