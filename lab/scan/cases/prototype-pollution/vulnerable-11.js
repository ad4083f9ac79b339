// case: set-by-path that refuses one dangerous name and forgets the way over the constructor
const express = require('express');

const app = express();
app.use(express.json());

const dashboard = { widgets: {}, layout: { columns: 2 } };

function put(object, path, value) {
  if (path.includes('__proto__')) {
    throw new Error('bad path');
  }
  let node = object;
  for (let index = 0; index < path.length - 1; index += 1) {
    if (!(path[index] in node)) node[path[index]] = {};
    node = node[path[index]];
  }
  node[path[path.length - 1]] = value;
}

app.post('/dashboard', (req, res) => {
  const { path, value } = req.body;
  try {
    put(dashboard, String(path).split('/'), value);
    res.json(dashboard);
  } catch (err) {
    res.status(400).json({ error: 'bad path' });
  }
});

module.exports = app;
