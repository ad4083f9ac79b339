// case: log parser that runs regular expressions with exec over request text
const express = require('express');

const app = express();
app.use(express.text({ limit: '100kb' }));

const LINE = /^(\d{4}-\d{2}-\d{2}) (INFO|WARN|ERROR) /;

function parse(text) {
  const lines = [];
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match !== null) {
      lines.push({ day: match[1], level: match[2] });
    }
  }
  return lines;
}

app.post('/logs/parse', (req, res) => {
  res.json({ lines: parse(String(req.body)) });
});

module.exports = app;
