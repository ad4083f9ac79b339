// case: Express link-preview route that fetches only from hosts on a list and follows no redirects
const express = require('express');
const axios = require('axios');
const cheerio = require('cheerio');

const HOSTS = new Set(['blog.example.org', 'news.example.org']);
const router = express.Router();

router.get('/preview', async (req, res, next) => {
  try {
    const target = new URL(String(req.query.url));
    if (target.protocol !== 'https:' || !HOSTS.has(target.hostname)) {
      return res.status(400).json({ error: 'unsupported site' });
    }
    const response = await axios.get(target.href, { timeout: 4000, maxRedirects: 0, maxContentLength: 500000 });
    const $ = cheerio.load(response.data);
    return res.json({ title: $('title').text().slice(0, 200) });
  } catch (err) {
    return next(err);
  }
});

module.exports = router;
