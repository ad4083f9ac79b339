// case: Express route that downloads an invoice by the file name in the query
const express = require('express');
const path = require('path');

const INVOICES = '/srv/data/invoices';
const router = express.Router();

router.get('/invoices/download', (req, res, next) => {
  const file = path.join(INVOICES, req.query.file);
  res.download(file, (err) => {
    if (err && !res.headersSent) {
      next(err);
    }
  });
});

module.exports = router;
