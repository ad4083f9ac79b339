// case: defaulting of request options with a strict schema before lodash sees them
const express = require('express');
const _ = require('lodash');
const { z } = require('zod');

const Options = z.strictObject({
  paging: z.strictObject({ size: z.number().max(100), page: z.number() }).optional(),
  sort: z.strictObject({ by: z.enum(['date', 'amount']) }).optional(),
});

const DEFAULTS = { paging: { size: 20, page: 1 }, sort: { by: 'date' } };

const router = express.Router();
router.use(express.json());

router.post('/reports/query', (req, res) => {
  const parsed = Options.safeParse(req.body);
  if (!parsed.success) {
    res.status(400).json({ error: 'bad options' });
    return;
  }
  const options = _.defaultsDeep({}, parsed.data, DEFAULTS);
  res.json({ size: options.paging.size, page: options.paging.page, sort: options.sort.by });
});

module.exports = router;
