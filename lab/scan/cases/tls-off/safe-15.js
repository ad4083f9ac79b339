// case: LDAP login binds over ldaps with the directory's authority
const fs = require('fs');
const ldap = require('ldapjs');

const ca = [fs.readFileSync('/etc/ssl/directory-ca.pem')];

function bind(dn, password) {
  const client = ldap.createClient({ url: process.env.LDAP_URL, timeout: 3000, tlsOptions: { ca } });
  return new Promise((resolve, reject) => {
    client.on('error', reject);
    client.bind(dn, password, (err) => {
      client.unbind();
      if (err) reject(err);
      else resolve(true);
    });
  });
}

module.exports = { bind };
