// case: wiki preview that turns posted Markdown into HTML
const express = require('express');
const { marked } = require('marked');

const app = express();
app.use(express.urlencoded({ extended: false, limit: '200kb' }));

app.get('/wiki/new', (req, res) => {
  res.send('<form method="post" action="/wiki/preview"><textarea name="text"></textarea><button>Preview</button></form>');
});

app.post('/wiki/preview', (req, res) => {
  const source = String(req.body.text || '');
  const html = marked.parse(source, { gfm: true, breaks: true });
  res.send('<main class="preview">' + html + '</main>');
});

module.exports = app;
