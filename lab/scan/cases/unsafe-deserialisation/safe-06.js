// case: preview service parses front matter with the script engines switched off
const express = require('express');
const matter = require('gray-matter');

const refuse = () => {
  throw new Error('scripts are not accepted in front matter');
};
const options = {
  language: 'yaml',
  engines: { js: refuse, javascript: refuse, coffee: refuse, coffeescript: refuse, cson: refuse },
};
const router = express.Router();

router.post('/preview', express.text({ type: 'text/markdown', limit: '200kb' }), (req, res) => {
  const parsed = matter(req.body, options);
  res.json({ title: String(parsed.data.title || ''), length: parsed.content.length });
});

module.exports = router;
