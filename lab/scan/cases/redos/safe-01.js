// case: Express newsletter sign-up checks the address with separate classes and a length
const express = require('express');
const { subscribe } = require('./newsletter');

const router = express.Router();
const EMAIL = /^[^\s@]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

router.post('/newsletter', express.json(), async (req, res, next) => {
  const { email } = req.body;
  if (typeof email !== 'string' || email.length > 254 || !EMAIL.test(email)) {
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
