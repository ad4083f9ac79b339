// case: invitation service derives its cipher from a password with the deprecated createCipher
const crypto = require('crypto');

const secret = process.env.INVITE_SECRET;

function sealInvite(invite) {
  const cipher = crypto.createCipher('aes192', secret);
  let out = cipher.update(JSON.stringify(invite), 'utf8', 'hex');
  out += cipher.final('hex');
  return out;
}

function openInvite(sealed) {
  const decipher = crypto.createDecipher('aes192', secret);
  return JSON.parse(decipher.update(sealed, 'hex', 'utf8') + decipher.final('utf8'));
}

module.exports = { sealInvite, openInvite };
