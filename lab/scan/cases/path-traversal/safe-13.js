// case: archive endpoint that bundles those listed photos which the album folder really holds
const express = require('express');
const archiver = require('archiver');
const fs = require('fs/promises');

const app = express();
app.use(express.json());

const ALBUMS = '/srv/albums';

app.post('/albums/:album', async (req, res, next) => {
  try {
    const folder = `${ALBUMS}/${Number.parseInt(req.params.album, 10)}`;
    const wanted = new Set(Array.isArray(req.body.photos) ? req.body.photos : []);
    const present = (await fs.readdir(folder)).filter((name) => wanted.has(name));
    const archive = archiver('zip', { zlib: { level: 6 } });
    res.attachment('photos.zip');
    archive.on('error', () => res.destroy());
    archive.pipe(res);
    present.forEach((name) => archive.file(`${folder}/${name}`, { name }));
    await archive.finalize();
  } catch (err) {
    next(err);
  }
});

module.exports = app;
