// case: Express payment page tests the whole address with an anchored expression
const express = require('express');

const router = express.Router();
const ALLOWED = /^https:\/\/(?:www\.)?shop\.example\.com\/orders\/[0-9]{1,10}$/;

function nextStep(query) {
  const wanted = typeof query.next === 'string' ? query.next : '';
  return ALLOWED.test(wanted) ? wanted : '/cart';
}

router.get('/pay/finish', (req, res) => {
  res.set('Cache-Control', 'no-store');
  res.redirect(302, nextStep(req.query));
});

module.exports = router;
