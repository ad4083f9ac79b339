// case: Express session secret is a literal string
const express = require('express');
const session = require('express-session');

const app = express();

app.use(
  session({
    name: 'sid',
    secret: 'marble-otter-signal-3382',
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
