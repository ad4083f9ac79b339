// case: nightly export logs in to an SFTP drop with a key file mounted at run time
const fs = require('fs');
const SftpClient = require('ssh2-sftp-client');

const PRIVATE_KEY_PATH = '/run/secrets/drop_ed25519';

async function upload(file) {
  const sftp = new SftpClient();
  await sftp.connect({
    host: 'drop.partner.example.com',
    port: 22,
    username: 'acme-exports',
    privateKey: fs.readFileSync(PRIVATE_KEY_PATH),
    passphrase: process.env.DROP_PASSPHRASE,
  });
  try {
    await sftp.fastPut(file, '/inbound/export.csv');
  } finally {
    await sftp.end();
  }
}

upload('/var/lib/app/export.csv').catch((err) => {
  console.error(err);
  process.exitCode = 1;
});
