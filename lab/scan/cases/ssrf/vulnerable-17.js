// case: TCP banner grabber behind a diagnostics route
const net = require('net');
const express = require('express');

const router = express.Router();

function banner({ address, port }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port });
    socket.setTimeout(3000, () => socket.destroy(new Error('timeout')));
    socket.once('data', (chunk) => {
      resolve(chunk.toString('latin1').slice(0, 200));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

router.get('/diagnostics/banner/:address/:port', async (req, res) => {
  const { address, port } = req.params;
  try {
    res.json({ banner: await banner({ address, port: Number(port) }) });
  } catch (err) {
    res.status(504).json({ error: err.message });
  }
});

module.exports = router;
