// case: certificate inspector that quotes the host itself before it calls openssl through the shell
const cp = require('child_process');
const express = require('express');

const app = express();

const quote = (text) => '"' + text.replace(/"/g, '\\"') + '"';

function inspect(host) {
  const line = 'openssl s_client -brief -connect ' + quote(host + ':443') + ' </dev/null 2>&1';
  return new Promise((resolve, reject) => {
    cp.exec(line, { timeout: 5000 }, (err, stdout) => (err ? reject(err) : resolve(stdout)));
  });
}

app.get('/certificate', (req, res, next) => {
  inspect(String(req.query.host))
    .then((text) => res.type('text/plain').send(text))
    .catch(next);
});

module.exports = app;
