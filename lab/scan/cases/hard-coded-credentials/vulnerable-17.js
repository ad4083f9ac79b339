// case: LDAP service account binds with its password in the class constructor
const ldap = require('ldapjs');

class Directory {
  constructor() {
    this.url = 'ldaps://directory.example.net';
    this.bindDn = 'cn=svc-portal,ou=services,dc=example,dc=net';
    this.bindPassword = 'Thistle&Rampart53';
  }

  connect() {
    const client = ldap.createClient({ url: this.url, timeout: 3000 });
    return new Promise((resolve, reject) => {
      client.on('error', reject);
      client.bind(this.bindDn, this.bindPassword, (err) => (err ? reject(err) : resolve(client)));
    });
  }
}

module.exports = { Directory };
