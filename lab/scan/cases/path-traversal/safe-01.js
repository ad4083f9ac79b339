// case: Express route that downloads an invoice by the last segment of the name in the query
const express = require('express');
const path = require('path');

const INVOICES = '/srv/data/invoices';
const router = express.Router();

router.get('/invoices/download', (req, res, next) => {
  const name = path.basename(String(req.query.file));
  const file = path.join(INVOICES, name);
  res.download(file, (err) => {
    if (err && !res.headersSent) {
      next(err);
    }
  });
});

module.exports = router;
