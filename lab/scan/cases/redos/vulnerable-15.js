// case: avatar upload tests the text for base64 with a repeated group of repeated letters
const express = require('express');

const BASE64 = /^([A-Za-z0-9+/]+=*)+$/;
const app = express();

function decode(text) {
  if (!BASE64.test(text)) {
    throw new TypeError('the picture is not base64');
  }
  return Buffer.from(text, 'base64');
}

app.put('/avatar', express.json({ limit: '500kb' }), (req, res) => {
  try {
    const picture = decode(String(req.body.picture));
    res.json({ bytes: picture.length });
  } catch (err) {
    res.status(400).json({ error: 'picture' });
  }
});

app.listen(3000);
