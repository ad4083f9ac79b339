// case: token service unwraps session keys with RSA-OAEP
const crypto = require('crypto');
const express = require('express');

const router = express.Router();
const privateKey = process.env.WRAP_PRIVATE_KEY;
const options = { key: privateKey, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };

router.post('/session-key', express.json(), (req, res) => {
  const wrapped = Buffer.from(String(req.body.wrapped), 'base64');
  let key;
  try {
    key = crypto.privateDecrypt(options, wrapped);
  } catch (err) {
    return res.status(400).json({ error: 'refused' });
  }
  return res.status(key.length === 32 ? 200 : 400).json({ established: key.length === 32 });
});

module.exports = router;
