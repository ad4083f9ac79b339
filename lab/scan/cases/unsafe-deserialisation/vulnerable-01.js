// case: Express app restores a shopping profile from a cookie with node-serialize
const express = require('express');
const cookieParser = require('cookie-parser');
const serialize = require('node-serialize');

const app = express();
app.use(cookieParser());

app.get('/profile', (req, res) => {
  const raw = req.cookies.profile;
  if (!raw) {
    res.cookie('profile', Buffer.from(JSON.stringify({ visits: 1 })).toString('base64'));
    return res.json({ visits: 1 });
  }
  const text = Buffer.from(raw, 'base64').toString('utf8');
  const profile = serialize.unserialize(text);
  res.json({ visits: Number(profile.visits) || 0 });
});

app.listen(3000);
