// case: profile picture upload through multer's disk storage with a name made of form fields
const express = require('express');
const multer = require('multer');

const storage = multer.diskStorage({
  destination: (req, file, done) => done(null, '/srv/avatars'),
  filename: (req, file, done) => {
    const { nickname } = req.body;
    done(null, nickname + '.png');
  },
});

const upload = multer({ storage, limits: { fileSize: 1000000 } });
const router = express.Router();

router.post('/profile/avatar', upload.single('avatar'), (req, res) => {
  res.status(201).json({ bytes: req.file.size });
});

module.exports = router;
