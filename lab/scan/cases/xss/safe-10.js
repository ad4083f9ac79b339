// case: wiki preview that passes rendered Markdown through an HTML sanitiser
const express = require('express');
const { marked } = require('marked');
const sanitizeHtml = require('sanitize-html');

const app = express();
app.use(express.urlencoded({ extended: false, limit: '200kb' }));

const POLICY = {
  allowedTags: sanitizeHtml.defaults.allowedTags,
  allowedAttributes: { a: ['href', 'title'] },
  allowedSchemes: ['https', 'mailto'],
};

app.post('/wiki/preview', (req, res) => {
  const source = String(req.body.text || '');
  const html = sanitizeHtml(marked.parse(source, { gfm: true }), POLICY);
  res.send('<main class="preview">' + html + '</main>');
});

module.exports = app;
