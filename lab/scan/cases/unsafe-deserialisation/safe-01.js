// case: Express app restores a shopping profile from a cookie as plain JSON
const express = require('express');
const cookieParser = require('cookie-parser');

const app = express();
app.use(cookieParser());

function unserialize(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

app.get('/profile', (req, res) => {
  const raw = req.cookies.profile;
  const profile = raw ? unserialize(Buffer.from(raw, 'base64').toString('utf8')) : {};
  res.json({ visits: Number(profile?.visits) || 0 });
});

app.listen(3000);
