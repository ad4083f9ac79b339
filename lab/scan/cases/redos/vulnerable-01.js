// case: Express newsletter sign-up checks the address with a nested repetition
const express = require('express');
const { subscribe } = require('./newsletter');

const router = express.Router();
const EMAIL = /^([a-zA-Z0-9])(([-.]|[_]+)?([a-zA-Z0-9]+))*@[a-z0-9]+\.[a-z]{2,6}$/;

router.post('/newsletter', express.json(), async (req, res, next) => {
  const { email } = req.body;
  if (typeof email !== 'string' || !EMAIL.test(email)) {
    return res.status(422).json({ error: 'this is not an e-mail address' });
  }
  try {
    await subscribe(email);
    return res.sendStatus(202);
  } catch (err) {
    return next(err);
  }
});

module.exports = router;
