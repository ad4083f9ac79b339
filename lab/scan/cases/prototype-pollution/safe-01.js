// case: Express settings route whose own deep merge skips the three special keys
const express = require('express');

const app = express();
app.use(express.json());

const preferences = { theme: { name: 'light' }, mail: { weekly: true } };

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
    if (typeof source[key] === 'object' && source[key] !== null && typeof target[key] === 'object') {
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

app.patch('/preferences', (req, res) => {
  merge(preferences, req.body);
  res.json(preferences);
});

module.exports = app;
