// case: theme importer that skips archive entries which would land outside its folder
const fs = require('fs');
const path = require('path');
const unzipper = require('unzipper');
const express = require('express');

const THEMES = '/var/www/themes';
const router = express.Router();

function inside(target, name) {
  const full = path.resolve(target, name);
  const relative = path.relative(target, full);
  const escapes = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return escapes ? null : full;
}

function unpack(source, target) {
  return source
    .pipe(unzipper.Parse())
    .on('entry', (entry) => {
      const destination = inside(target, entry.path);
      if (destination === null || entry.type === 'Directory') {
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
