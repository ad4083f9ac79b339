// case: start-up that merges environment configuration files of the service itself deeply
const fs = require('fs');
const path = require('path');
const express = require('express');

function merge(target, source) {
  for (const key of Object.keys(source)) {
    if (typeof source[key] === 'object' && source[key] !== null && !Array.isArray(source[key])) {
      target[key] = merge(target[key] || {}, source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

const load = (name) => JSON.parse(fs.readFileSync(path.join(__dirname, 'config', name), 'utf8'));
const config = merge(load('default.json'), load('production.json'));

const app = express();

app.get('/about', (req, res) => {
  res.json({ name: config.name, region: config.deployment.region });
});

app.listen(config.port);
