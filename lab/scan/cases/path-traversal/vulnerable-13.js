// case: archive endpoint that bundles the listed photos of an album
const express = require('express');
const archiver = require('archiver');

const app = express();
app.use(express.json());

const ALBUMS = '/srv/albums';

app.post('/albums/:album(\\d+)/archive', (req, res) => {
  const names = Array.isArray(req.body.photos) ? req.body.photos : [];
  const archive = archiver('zip', { zlib: { level: 6 } });
  res.attachment('photos.zip');
  archive.on('error', () => res.destroy());
  archive.pipe(res);
  names.slice(0, 100).forEach((name, index) => {
    archive.file(`${ALBUMS}/${req.params.album}/${name}`, { name: `photo-${index}.jpg` });
  });
  archive.finalize();
});

module.exports = app;
