// case: page renderer that hands a cookie value to sendFile as a complete path
const express = require('express');
const cookieParser = require('cookie-parser');
const path = require('path');

const app = express();
app.use(cookieParser());

const SKINS = path.join(__dirname, 'skins');

function stylesheet(req) {
  const skin = req.cookies.skin || 'plain';
  return path.join(SKINS, skin, 'style.css');
}

function source(req) {
  const { variant } = req.cookies;
  return variant ? path.join(SKINS, variant) : stylesheet(req);
}

app.get('/style.css', (req, res) => {
  res.type('text/css');
  res.sendFile(source(req));
});

module.exports = app;
