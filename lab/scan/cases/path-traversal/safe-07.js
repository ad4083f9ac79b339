// case: picture route that lets sendFile resolve the name below a root
const express = require('express');
const path = require('path');

const router = express.Router();
const PICTURES = path.resolve('pictures');

const OPTIONS = {
  root: PICTURES,
  dotfiles: 'deny',
  headers: { 'x-content-type-options': 'nosniff', 'content-disposition': 'attachment' },
};

router.get('/pictures/:name', (req, res) => {
  const name = req.params.name;
  res.sendFile(name, OPTIONS, (err) => {
    if (err && !res.headersSent) {
      res.status(404).json({ error: 'no such picture' });
    }
  });
});

module.exports = router;
