// case: document import that rebuilds the partner address from a checked document number
const express = require('express');
const fetch = require('node-fetch');
const { storeDocument } = require('./documents');

const PARTNER = 'https://files.partner.example.com';
const app = express();
app.use(express.json());

app.post('/documents/import', async (req, res, next) => {
  try {
    const number = Number(req.body.number);
    if (!Number.isInteger(number) || number < 1) {
      return res.status(400).json({ error: 'number must be a positive integer' });
    }
    const response = await fetch(`${PARTNER}/documents/${number}.pdf`);
    const id = await storeDocument(await response.buffer());
    return res.status(201).json({ id });
  } catch (err) {
    return next(err);
  }
});

module.exports = app;
