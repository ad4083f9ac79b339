// case: Express link-preview route that fetches the page given in the query
const express = require('express');
const axios = require('axios');
const cheerio = require('cheerio');

const router = express.Router();

router.get('/preview', async (req, res, next) => {
  try {
    const response = await axios.get(req.query.url, { timeout: 4000, maxContentLength: 500000 });
    const $ = cheerio.load(response.data);
    res.json({
      title: $('title').text().slice(0, 200),
      description: $('meta[name=description]').attr('content') || null,
    });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
