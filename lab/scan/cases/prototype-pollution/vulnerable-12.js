// case: defaulting of request options with lodash 4.17.10, the release this service is locked to
const express = require('express');
const _ = require('lodash'); // package-lock: lodash@4.17.10

const router = express.Router();
router.use(express.json());

const DEFAULTS = {
  paging: { size: 20, page: 1 },
  sort: { by: 'date', descending: true },
};

router.post('/reports/query', (req, res) => {
  const options = _.defaultsDeep({}, req.body, DEFAULTS);
  const size = Math.min(Number(options.paging.size), 100);
  res.json({
    size,
    page: Number(options.paging.page),
    sort: options.sort.by === 'amount' ? 'amount' : 'date',
  });
});

module.exports = router;
