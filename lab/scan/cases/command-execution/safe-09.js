// case: repository importer that runs a constant maintenance line with shelljs after a request
const express = require('express');
const shell = require('shelljs');

shell.config.silent = true;

const router = express.Router();
router.use(express.json());

const COMMANDS = {
  prune: 'git -C /srv/repos/main remote prune origin',
  pack: 'git -C /srv/repos/main gc --quiet',
};

router.post('/maintenance', (req, res) => {
  const line = req.body.task === 'prune' ? COMMANDS.prune : COMMANDS.pack;
  const result = shell.exec(line);
  if (result.code !== 0) {
    res.status(500).json({ error: 'maintenance failed' });
    return;
  }
  res.status(200).json({ task: req.body.task === 'prune' ? 'prune' : 'pack' });
});

module.exports = router;
