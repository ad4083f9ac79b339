// case: authorization header for a ticket system is assembled from passed-in credentials
const https = require('node:https');

class Tickets {
  constructor({ account, password }) {
    this.authorization = `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`;
  }

  open(title, done) {
    const req = https.request(
      {
        method: 'POST',
        hostname: 'tickets.example.com',
        path: '/api/tickets',
        headers: { authorization: this.authorization, 'content-type': 'application/json' },
      },
      (res) => {
        res.resume();
        done(null, res.statusCode);
      },
    );
    req.on('error', done);
    req.end(JSON.stringify({ title }));
  }
}

module.exports = { Tickets };
