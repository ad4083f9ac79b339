// case: Express session secret is rotated from a comma-separated environment variable
const express = require('express');
const session = require('express-session');

const app = express();
const secrets = (process.env.SESSION_SECRETS || '').split(',').filter((secret) => secret.length >= 32);
if (secrets.length === 0) {
  throw new Error('SESSION_SECRETS is empty');
}

app.use(
  session({
    name: 'sid',
    secret: secrets,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, secure: true, sameSite: 'lax', maxAge: 3600000 },
  }),
);

app.get('/visits', (req, res) => {
  req.session.visits = (req.session.visits || 0) + 1;
  res.json({ visits: req.session.visits });
});

app.listen(3000);
