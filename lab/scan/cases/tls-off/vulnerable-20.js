// case: superagent upload turns off TLS verification for a backup server
const superagent = require('superagent');

async function upload(name, stream) {
  const target = `https://backup.example.net/objects/${encodeURIComponent(name)}`;
  const req = superagent.put(target).disableTLSCerts().set('authorization', process.env.BACKUP_AUTH);
  await new Promise((resolve, reject) => {
    req.on('response', resolve);
    req.on('error', reject);
    stream.pipe(req);
  });
}

async function check() {
  const res = await superagent.get('https://backup.example.net/health').disableTLSCerts();
  return res.status === 200;
}

module.exports = { upload, check };
