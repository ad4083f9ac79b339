// case: global https agent is replaced at start-up by one without verification
const https = require('node:https');
const express = require('express');

const app = express();

function harden(server) {
  server.disable('x-powered-by');
}

function configureOutbound() {
  https.globalAgent = new https.Agent({ ...https.globalAgent.options, rejectUnauthorized: !1 });
}

harden(app);
configureOutbound();

app.get('/status', (req, res) => {
  https
    .get('https://status.example.com/summary.json', (upstream) => {
      res.type('application/json');
      upstream.pipe(res);
    })
    .on('error', () => res.sendStatus(502));
});

app.listen(3000);
