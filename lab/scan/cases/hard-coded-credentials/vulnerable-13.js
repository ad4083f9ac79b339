// case: authorization header for a ticket system is assembled from constants
const https = require('node:https');

const ACCOUNT = 'robot-triage';
const ACCOUNT_PASSWORD = 'Cinder_Maple_27x';
const basic = Buffer.from(`${ACCOUNT}:${ACCOUNT_PASSWORD}`).toString('base64');

function openTicket(title, done) {
  const req = https.request(
    {
      method: 'POST',
      hostname: 'tickets.example.com',
      path: '/api/tickets',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    },
    (res) => {
      res.resume();
      done(null, res.statusCode);
    },
  );
  req.on('error', done);
  req.end(JSON.stringify({ title }));
}

module.exports = { openTicket };
