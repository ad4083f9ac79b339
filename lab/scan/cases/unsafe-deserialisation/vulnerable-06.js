// case: comment preview service parses the front matter of posted articles with gray-matter defaults
const express = require('express');
const matter = require('gray-matter');

const router = express.Router();

router.post('/preview', express.text({ type: 'text/markdown', limit: '200kb' }), (req, res) => {
  const parsed = matter(req.body);
  const words = parsed.content.split(' ').length;
  res.json({
    title: String(parsed.data.title || ''),
    words,
    minutes: Math.ceil(words / 200),
  });
});

module.exports = router;
