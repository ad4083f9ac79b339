// case: document import that trusts an address when it starts with the partner's name
const express = require('express');
const fetch = require('node-fetch');
const { storeDocument } = require('./documents');

const PARTNER = 'https://files.partner.example.com';
const app = express();
app.use(express.json());

app.post('/documents/import', async (req, res, next) => {
  try {
    const { source } = req.body;
    if (typeof source !== 'string' || !source.startsWith(PARTNER)) {
      return res.status(400).json({ error: 'only partner documents can be imported' });
    }
    const response = await fetch(source);
    const id = await storeDocument(await response.buffer());
    return res.status(201).json({ id });
  } catch (err) {
    return next(err);
  }
});

module.exports = app;
