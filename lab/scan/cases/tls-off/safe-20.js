// case: superagent upload trusts the backup server's own authority
const fs = require('fs');
const superagent = require('superagent');

const ca = fs.readFileSync('/etc/ssl/backup-ca.pem');

async function upload(name, stream) {
  const target = `https://backup.example.net/objects/${encodeURIComponent(name)}`;
  const req = superagent.put(target).ca(ca).set('authorization', process.env.BACKUP_AUTH);
  await new Promise((resolve, reject) => {
    req.on('response', resolve);
    req.on('error', reject);
    stream.pipe(req);
  });
}

async function check() {
  const res = await superagent.get('https://backup.example.net/health').ca(ca);
  return res.status === 200;
}

module.exports = { upload, check };
