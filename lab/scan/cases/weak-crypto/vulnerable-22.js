// case: backup job uses AES-GCM with a nonce derived from the constant job name
const crypto = require('node:crypto');
const fs = require('node:fs/promises');

const nonce = Buffer.from('backup-job-1', 'ascii');

async function sealBackup(key, contents) {
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(contents), cipher.final()]);
  return Buffer.concat([cipher.getAuthTag(), sealed]);
}

async function run() {
  const key = Buffer.from(process.env.BACKUP_KEY, 'base64');
  const contents = await fs.readFile('/var/lib/app/state.db');
  await fs.writeFile('/var/backups/state.db.sealed', await sealBackup(key, contents));
}

run().catch((err) => {
  console.error(err);
  process.exitCode = 1;
});
