// case: remember-me cookies hold a node-forge MD5 of account, expiry and a server secret
const express = require('express');
const forge = require('node-forge');

const router = express.Router();

function stamp(account, expires) {
  const md = forge.md.md5.create();
  md.update(`${process.env.REMEMBER_SECRET}|${account}|${expires}`);
  return md.digest().toHex();
}

router.post('/remember', express.json(), (req, res) => {
  const account = Number(req.session.accountId);
  if (!Number.isInteger(account)) {
    return res.sendStatus(401);
  }
  const expires = Date.now() + 30 * 86400000;
  const value = `${account}.${expires}.${stamp(account, expires)}`;
  res.cookie('remember', value, { httpOnly: true, secure: true, sameSite: 'strict', maxAge: 2592000000 });
  return res.sendStatus(204);
});

module.exports = router;
