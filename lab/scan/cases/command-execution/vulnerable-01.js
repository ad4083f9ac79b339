// case: Express diagnostics route that pings a host through the shell
const express = require('express');
const { exec } = require('child_process');

const router = express.Router();

router.get('/ping', (req, res) => {
  const host = req.query.host;
  exec(`ping -c 1 -W 2 ${host}`, { timeout: 5000 }, (err, stdout) => {
    if (err) {
      res.status(502).json({ reachable: false });
      return;
    }
    const line = stdout.split('\n').find((text) => text.includes('time='));
    res.json({ reachable: true, line });
  });
});

module.exports = router;
