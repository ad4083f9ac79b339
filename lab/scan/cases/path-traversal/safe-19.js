// case: stylesheet route that compares a cookie value with two skins and sends a constant path
const express = require('express');
const cookieParser = require('cookie-parser');
const path = require('path');

const app = express();
app.use(cookieParser());

const SKINS = path.join(__dirname, 'skins');

function stylesheet(req) {
  switch (req.cookies.skin) {
    case 'dark':
      return path.join(SKINS, 'dark', 'style.css');
    case 'contrast':
      return path.join(SKINS, 'contrast', 'style.css');
    default:
      return path.join(SKINS, 'plain', 'style.css');
  }
}

app.use('/assets', express.static(path.join(__dirname, 'assets'), { dotfiles: 'ignore', index: false }));

app.get('/style.css', (req, res) => {
  res.type('text/css');
  res.sendFile(stylesheet(req));
});

module.exports = app;
