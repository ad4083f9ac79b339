// case: Express guard stores the wanted address in the session and later goes there
const express = require('express');

const app = express();
app.use(require('./session'));

app.get('/signin', (req, res) => {
  if (req.query.redirect_uri) {
    req.session.returnTo = req.query.redirect_uri;
  }
  res.type('text/plain').send('please sign in with your passkey');
});

app.post('/signin/complete', (req, res) => {
  const { returnTo } = req.session;
  delete req.session.returnTo;
  res.redirect(returnTo || '/account');
});

app.listen(3000);
