// case: Express settings route that merges a JSON body into the stored preferences with its own deep merge
const express = require('express');

const app = express();
app.use(express.json());

const preferences = { theme: { name: 'light' }, mail: { weekly: true } };

function merge(target, source) {
  for (const key in source) {
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
