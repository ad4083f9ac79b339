// case: theme importer that unpacks an uploaded archive entry by entry
const fs = require('fs');
const path = require('path');
const unzipper = require('unzipper');
const express = require('express');

const THEMES = '/var/www/themes';
const router = express.Router();

function unpack(source, target) {
  return source
    .pipe(unzipper.Parse())
    .on('entry', (entry) => {
      const destination = path.join(target, entry.path);
      if (entry.type === 'Directory') {
        fs.mkdirSync(destination, { recursive: true });
        entry.autodrain();
        return;
      }
      fs.mkdirSync(path.dirname(destination), { recursive: true });
      entry.pipe(fs.createWriteStream(destination));
    })
    .promise();
}

router.post('/themes', (req, res, next) => {
  unpack(req, THEMES)
    .then(() => res.status(201).json({ installed: true }))
    .catch(next);
});

module.exports = router;
