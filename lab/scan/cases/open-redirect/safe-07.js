// case: checkout return compares the parsed host and protocol for equality
const express = require('express');

const app = express();
const SHOP_HOST = 'shop.example.com';

function isOurs(address) {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' && url.host === SHOP_HOST && url.username === '';
  } catch {
    return false;
  }
}

app.get('/checkout/done', (req, res) => {
  const target = String(req.query.return_url || '');
  if (!isOurs(target)) {
    return res.status(400).json({ error: 'the return address is not allowed' });
  }
  return res.redirect(303, new URL(target).href);
});

app.listen(3000);
