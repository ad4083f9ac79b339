// case: Pug template with an unescaped interpolation fed from the session's flash message
const express = require('express');
const session = require('express-session');
const pug = require('pug');

const flashView = pug.compile(['div.flash', '  p!= message', '  a(href="/") Back'].join('\n'));

const router = express.Router();
router.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));
router.use(express.urlencoded({ extended: false }));

router.post('/coupons', (req, res) => {
  req.session.flash = `Coupon ${req.body.code} is not valid`;
  res.redirect('/coupons/result');
});

router.get('/coupons/result', (req, res) => {
  const message = req.session.flash || 'Nothing to show';
  delete req.session.flash;
  res.send(flashView({ message }));
});

module.exports = router;
