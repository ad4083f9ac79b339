// case: Express login sends the user on to the address in the query
const express = require('express');
const { authenticate } = require('./accounts');

const router = express.Router();

router.post('/login', express.urlencoded({ extended: false }), async (req, res, next) => {
  try {
    const user = await authenticate(String(req.body.email), String(req.body.password));
    if (!user) {
      return res.status(401).json({ error: 'unknown user or password' });
    }
    req.session.userId = user.id;
    return res.redirect(req.query.next || '/');
  } catch (err) {
    return next(err);
  }
});

module.exports = router;
