// case: theme override read from a cookie whose JSON parser drops the special keys
const cookieParser = require('cookie-parser');
const express = require('express');
const sjson = require('secure-json-parse');

const DEFAULTS = { colours: { text: '#222222', link: '#0044cc' }, spacing: { unit: 8 } };

function overlay(base, over) {
  for (const k of Object.keys(over)) {
    if (!Object.hasOwn(base, k)) continue;
    if (base[k] instanceof Object && over[k] instanceof Object) {
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
    overlay(theme, sjson.parse(req.cookies.theme, { protoAction: 'remove', constructorAction: 'remove' }));
  }
  res.json(theme);
});

module.exports = app;
