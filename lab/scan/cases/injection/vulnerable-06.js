// case: directory login that searches LDAP with a filter made from the user name
const ldap = require('ldapjs');
const express = require('express');

const app = express();
app.use(express.urlencoded({ extended: false }));
const client = ldap.createClient({ url: process.env.LDAP_URL });

app.post('/directory/lookup', (req, res) => {
  const opts = {
    scope: 'sub',
    filter: `(&(objectClass=person)(uid=${req.body.username}))`,
    attributes: ['cn', 'mail', 'department'],
  };
  client.search('ou=people,dc=example,dc=org', opts, (err, search) => {
    if (err) return res.status(502).json({ error: 'directory unavailable' });
    const found = [];
    search.on('searchEntry', (entry) => found.push(entry.pojo));
    search.on('error', () => res.status(502).json({ error: 'directory unavailable' }));
    search.on('end', () => res.json(found));
  });
});

module.exports = app;
