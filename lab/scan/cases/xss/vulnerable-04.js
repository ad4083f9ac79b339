// case: Handlebars helper that wraps a user's nickname in markup and marks it as finished HTML
const express = require('express');
const Handlebars = require('handlebars');
const { loadMembers } = require('./members');

Handlebars.registerHelper('badge', function (member) {
  return new Handlebars.SafeString('<span class="badge badge-' + Number(member.level) + '">' + member.nickname + '</span>');
});

const template = Handlebars.compile(`
  <ul class="members">
    {{#each members}}
      <li>{{badge this}} since {{joined}}</li>
    {{/each}}
  </ul>
`);

const app = express();

app.get('/members', async (req, res) => {
  const members = await loadMembers();
  res.type('html').send(template({ members }));
});

module.exports = app;
