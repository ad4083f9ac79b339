// case: LDAP login binds over ldaps with the certificate check turned off
const ldap = require('ldapjs');

function bind(dn, password) {
  const client = ldap.createClient({
    url: process.env.LDAP_URL,
    timeout: 3000,
    tlsOptions: { rejectUnauthorized: false },
  });
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
