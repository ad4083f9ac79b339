// case: Express payment page tests the host with a regular expression that is not anchored
const express = require('express');

const router = express.Router();
const ALLOWED = /^https:\/\/(www\.)?shop\.example\.com/;

function nextStep(query) {
  const wanted = typeof query.next === 'string' ? query.next : '';
  return ALLOWED.test(wanted) ? wanted : '/cart';
}

router.get('/pay/finish', (req, res) => {
  res.set('Cache-Control', 'no-store');
  res.redirect(302, nextStep(req.query));
});

module.exports = router;
