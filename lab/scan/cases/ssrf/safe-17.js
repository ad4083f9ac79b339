// case: metrics relay that writes caller text to a fixed local collector over TCP
const net = require('net');
const express = require('express');

const router = express.Router();

function send(line) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: '127.0.0.1', port: 2003 });
    socket.once('error', reject);
    socket.once('close', resolve);
    socket.end(line + '\n');
  });
}

router.post('/metrics/:name/:value', async (req, res) => {
  const name = req.params.name.replace(/[^a-z0-9.]/gi, '_').slice(0, 80);
  const value = Number(req.params.value);
  if (!Number.isFinite(value)) {
    res.status(400).json({ error: 'value must be a number' });
    return;
  }
  await send(`web.${name} ${value} ${Math.floor(Date.now() / 1000)}`);
  res.sendStatus(204);
});

module.exports = router;
