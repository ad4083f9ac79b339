// case: billing client refuses to start when certificate checks were switched off outside
if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
  throw new Error('NODE_TLS_REJECT_UNAUTHORIZED=0 is not allowed here');
}

const https = require('https');

function fetchInvoice(id, callback) {
  const path = `/invoices/${encodeURIComponent(id)}`;
  https
    .get({ hostname: 'billing.example.net', path }, (res) => {
      let body = '';
      res.on('data', (chunk) => (body += chunk));
      res.on('end', () => callback(null, JSON.parse(body)));
    })
    .on('error', callback);
}

module.exports = { fetchInvoice };
