// case: bookmark API checks site names made of dotted parts
const express = require('express');

const app = express();
app.use(express.json());

const SITE = new RegExp('^(https?://)?([\\w-]+\\.?)+/?$');
const bookmarks = new Map();

app.post('/bookmarks', (req, res) => {
  const site = String(req.body.site);
  if (SITE.exec(site) === null) {
    return res.status(400).json({ error: 'site' });
  }
  bookmarks.set(bookmarks.size + 1, site);
  return res.status(201).json({ id: bookmarks.size });
});

app.listen(3000);
