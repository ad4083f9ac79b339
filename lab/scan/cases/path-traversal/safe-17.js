// case: profile picture upload through multer's disk storage with a name made by the server
const crypto = require('crypto');
const express = require('express');
const multer = require('multer');

const storage = multer.diskStorage({
  destination: (req, file, done) => done(null, '/srv/avatars'),
  filename: (req, file, done) => {
    crypto.randomBytes(16, (err, bytes) => {
      if (err) return done(err);
      return done(null, bytes.toString('hex') + '.png');
    });
  },
});

const upload = multer({ storage, limits: { fileSize: 1000000 } });
const router = express.Router();

router.post('/profile/avatar', upload.single('avatar'), (req, res) => {
  res.status(201).json({ bytes: req.file.size, original: req.file.originalname });
});

module.exports = router;
