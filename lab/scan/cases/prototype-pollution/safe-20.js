// case: deep set that turns every key into text before it is compared with the refused ones
const express = require('express');

const app = express();
app.use(express.json());

const workspace = { panels: {} };
const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];

function setIn(object, rawKeys, value) {
  const keys = rawKeys.map((key) => String(key));
  if (keys.some((key) => FORBIDDEN.includes(key))) {
    throw new TypeError('forbidden key');
  }
  let node = object;
  keys.forEach((key, index) => {
    if (index === keys.length - 1) {
      node[key] = value;
    } else {
      node[key] = Object.hasOwn(node, key) ? node[key] : {};
      node = node[key];
    }
  });
}

app.put('/workspace', (req, res) => {
  try {
    setIn(workspace, req.body.keys, String(req.body.value));
    res.json(workspace);
  } catch (err) {
    res.status(400).json({ error: 'bad keys' });
  }
});

module.exports = app;
