// case: repository importer that clones with shelljs into a numbered folder
const express = require('express');
const shell = require('shelljs');

shell.config.silent = true;

const router = express.Router();
router.use(express.json());

let next = 1;

router.post('/repositories', (req, res) => {
  const { remote, branch = 'main' } = req.body;
  const id = next++;
  const result = shell.exec('git clone --depth 1 --branch ' + branch + ' -- ' + remote + ' /srv/repos/' + id);
  if (result.code !== 0) {
    res.status(422).json({ error: 'clone failed' });
    return;
  }
  res.status(201).json({ id });
});

module.exports = router;
