// case: print queue that passes options of an order to lp in one string
const { execSync } = require('child_process');
const express = require('express');

const router = express.Router();
router.use(express.json());

const DEFAULTS = { copies: 1, media: 'A4', printer: 'office' };

function lp(order, file) {
  const { copies, media, printer } = { ...DEFAULTS, ...order };
  const parts = ['lp', '-n', Number(copies), '-o', 'media=' + media, '-d', printer, file];
  return execSync(parts.join(' '), { encoding: 'utf8' });
}

router.post('/print/:document', (req, res) => {
  const document = Number.parseInt(req.params.document, 10);
  const receipt = lp(req.body, `/srv/print/${document}.pdf`);
  res.status(202).json({ receipt });
});

module.exports = router;
