// case: Express diagnostics route that pings a checked address without a shell
const express = require('express');
const net = require('net');
const { execFile } = require('child_process');

const router = express.Router();

router.get('/ping', (req, res) => {
  const host = String(req.query.host);
  if (net.isIP(host) === 0) {
    res.status(400).json({ error: 'host must be an IP address' });
    return;
  }
  execFile('ping', ['-c', '1', '-W', '2', host], { timeout: 5000 }, (err, stdout) => {
    if (err) {
      res.status(502).json({ reachable: false });
      return;
    }
    res.json({ reachable: true, lines: stdout.split('\n').length });
  });
});

module.exports = router;
