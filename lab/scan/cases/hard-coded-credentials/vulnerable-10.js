// case: nightly export logs in to an SFTP drop with a fixed user and password
const SftpClient = require('ssh2-sftp-client');

const target = {
  host: 'drop.partner.example.com',
  port: 22,
  username: 'acme-exports',
  password: 'r0wan-Tide-Copper',
};

async function upload(file) {
  const sftp = new SftpClient();
  await sftp.connect(target);
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
