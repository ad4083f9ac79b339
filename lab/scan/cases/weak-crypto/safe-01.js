// case: Express static reports carry an MD5 entity tag for caching
const express = require('express');
const crypto = require('crypto');

const router = express.Router();

router.get('/report', async (req, res, next) => {
  try {
    const body = JSON.stringify(await req.app.locals.reports.latest());
    const etag = `"${crypto.createHash('md5').update(body).digest('base64')}"`;
    res.set('ETag', etag);
    if (req.get('if-none-match') === etag) {
      return res.status(304).end();
    }
    return res.type('application/json').send(body);
  } catch (err) {
    return next(err);
  }
});

module.exports = router;
