// case: print queue that hands an order's checked options to lp as arguments
const { execFileSync } = require('child_process');
const express = require('express');
const { z } = require('zod');

const Order = z.object({
  copies: z.number().int().min(1).max(50).default(1),
  media: z.enum(['A4', 'A5', 'Letter']).default('A4'),
  printer: z.enum(['office', 'warehouse']).default('office'),
});

const router = express.Router();
router.use(express.json());

function lp(order, file) {
  const args = ['-n', String(order.copies), '-o', `media=${order.media}`, '-d', order.printer, file];
  return execFileSync('lp', args, { encoding: 'utf8' });
}

router.post('/print/:document', (req, res) => {
  const order = Order.parse(req.body);
  const document = Number.parseInt(req.params.document, 10);
  const receipt = lp(order, `/srv/print/${document}.pdf`);
  res.status(202).json({ receipt });
});

module.exports = router;
