// case: theme override read from a cookie and laid over the defaults level by level
const cookieParser = require('cookie-parser');
const express = require('express');

const DEFAULTS = { colours: { text: '#222222', link: '#0044cc' }, spacing: { unit: 8 } };

function overlay(base, over) {
  const keys = Object.keys(over);
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i];
    if (typeof base[k] === 'object' && typeof over[k] === 'object') {
      overlay(base[k], over[k]);
    } else {
      base[k] = over[k];
    }
  }
}

const app = express();
app.use(cookieParser());

app.get('/theme.json', (req, res) => {
  const theme = structuredClone(DEFAULTS);
  if (req.cookies.theme) {
    overlay(theme, JSON.parse(req.cookies.theme));
  }
  res.json(theme);
});

module.exports = app;
