// case: token service wraps session keys with RSA PKCS1 v1.5 padding and opens what clients send
const crypto = require('crypto');
const express = require('express');

const router = express.Router();
const privateKey = process.env.WRAP_PRIVATE_KEY;

router.post('/session-key', express.json(), (req, res) => {
  const wrapped = Buffer.from(String(req.body.wrapped), 'base64');
  let key;
  try {
    key = crypto.privateDecrypt({ key: privateKey, padding: crypto.constants.RSA_PKCS1_PADDING }, wrapped);
  } catch (err) {
    return res.status(400).json({ error: 'bad padding' });
  }
  if (key.length !== 32) {
    return res.status(400).json({ error: 'bad key length' });
  }
  return res.json({ established: true });
});

module.exports = router;
