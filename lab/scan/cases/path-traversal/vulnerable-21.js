// case: note-taking API that moves a note to the folder named in the body
const express = require('express');
const fse = require('fs-extra');
const path = require('path');

const NOTES = '/data/notes';
const router = express.Router();
router.use(express.json());

router.patch('/notes/:id', async (req, res, next) => {
  try {
    const id = Number.parseInt(req.params.id, 10);
    const { folder } = req.body;
    const from = path.join(NOTES, 'inbox', `${id}.md`);
    const to = path.join(NOTES, folder, `${id}.md`);
    await fse.move(from, to, { overwrite: true });
    res.json({ id, folder });
  } catch (err) {
    next(err);
  }
});

module.exports = router;
