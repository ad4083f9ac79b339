// case: checkout return checks that the address contains the shop's host name
const express = require('express');

const app = express();
const SHOP_HOST = 'shop.example.com';

function isOurs(address) {
  return address.includes(SHOP_HOST);
}

app.get('/checkout/done', (req, res) => {
  const target = String(req.query.return_url || '');
  if (!isOurs(target)) {
    return res.status(400).json({ error: 'the return address is not allowed' });
  }
  return res.redirect(303, target);
});

app.listen(3000);
