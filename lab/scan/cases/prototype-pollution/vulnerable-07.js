// case: INI upload that is parsed into sections of a plain object
const express = require('express');

const app = express();
app.use(express.text({ type: '*/*', limit: '100kb' }));

function parseIni(text) {
  const result = {};
  let section = result;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith(';')) continue;
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
      const name = trimmed.slice(1, -1);
      section = result[name] = result[name] || {};
      continue;
    }
    const at = trimmed.indexOf('=');
    section[trimmed.slice(0, at).trim()] = trimmed.slice(at + 1).trim();
  }
  return result;
}

app.post('/settings/import', (req, res) => {
  const settings = parseIni(req.body);
  res.json({ sections: Object.keys(settings) });
});

module.exports = app;
