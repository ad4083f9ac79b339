// case: login spends equal time on unknown users by comparing with a hash that matches nothing
const bcrypt = require('bcrypt');
const express = require('express');
const { findUser } = require('./users');

const router = express.Router();
const dummyPasswordHash = bcrypt.hashSync(require('crypto').randomBytes(24).toString('hex'), 12);

router.post('/login', express.json(), async (req, res, next) => {
  try {
    const { email, password } = req.body;
    const user = await findUser(String(email));
    const matches = await bcrypt.compare(String(password), user ? user.passwordHash : dummyPasswordHash);
    res.sendStatus(user && matches ? 204 : 401);
  } catch (err) {
    next(err);
  }
});

module.exports = router;
