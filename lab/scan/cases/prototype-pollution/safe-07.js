// case: INI upload that is parsed into known sections only
const express = require('express');

const app = express();
app.use(express.text({ type: '*/*', limit: '100kb' }));

const SECTIONS = new Set(['mail', 'display', 'limits']);

function parseIni(text) {
  const result = Object.create(null);
  let section = null;
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith(';')) continue;
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
      const name = trimmed.slice(1, -1);
      section = SECTIONS.has(name) ? (result[name] = result[name] || Object.create(null)) : null;
      continue;
    }
    const at = trimmed.indexOf('=');
    if (section !== null && at > 0) section[trimmed.slice(0, at).trim()] = trimmed.slice(at + 1).trim();
  }
  return result;
}

app.post('/settings/import', (req, res) => {
  const settings = parseIni(String(req.body));
  res.json({ sections: Object.keys(settings) });
});

module.exports = app;
