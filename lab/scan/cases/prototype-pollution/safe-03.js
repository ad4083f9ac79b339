// case: shopping basket kept in maps by customer and article
const express = require('express');

const router = express.Router();
router.use(express.json());

const baskets = new Map();

router.put('/baskets/:customer/items/:article', (req, res) => {
  const { customer, article } = req.params;
  if (!baskets.has(customer)) {
    baskets.set(customer, new Map());
  }
  baskets.get(customer).set(article, Number(req.body.quantity));
  res.json({ items: baskets.get(customer).size });
});

router.get('/baskets/:customer', (req, res) => {
  const basket = baskets.get(req.params.customer);
  res.json(basket === undefined ? [] : [...basket]);
});

module.exports = router;
