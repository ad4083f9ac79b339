// case: shopping basket kept in a plain object by customer and article
const express = require('express');

const router = express.Router();
router.use(express.json());

const baskets = {};

router.put('/baskets/:customer/items/:article', (req, res) => {
  const { customer, article } = req.params;
  if (!baskets[customer]) {
    baskets[customer] = {};
  }
  baskets[customer][article] = req.body.quantity;
  res.json({ items: Object.keys(baskets[customer]).length });
});

router.get('/baskets/:customer', (req, res) => {
  res.json(baskets[req.params.customer] || {});
});

module.exports = router;
