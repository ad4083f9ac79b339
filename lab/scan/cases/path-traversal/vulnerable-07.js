// case: picture route that removes one parent step from the name before it reads the file
const express = require('express');
const fs = require('fs/promises');
const path = require('path');

const router = express.Router();
const PICTURES = path.resolve('pictures');

function tidy(name) {
  return name.replace('../', '');
}

router.get('/pictures/:name', async (req, res) => {
  const name = tidy(req.params.name);
  try {
    const bytes = await fs.readFile(path.join(PICTURES, name));
    res.set('content-type', 'image/jpeg');
    res.send(bytes);
  } catch (err) {
    res.status(404).json({ error: 'no such picture' });
  }
});

module.exports = router;
