// case: notification service that compiles a message template written by the tenant
const express = require('express');
const template = require('lodash.template');
const { sendMail } = require('./mailer');

const app = express();
app.use(express.json());

const sample = { name: 'Ada', order: 1234 };

app.post('/templates/preview', async (req, res, next) => {
  try {
    const { subject, to } = req.body;
    const render = template(String(subject));
    await sendMail(String(to), render(sample));
    res.status(202).json({ sent: true });
  } catch (err) {
    next(err);
  }
});

module.exports = app;
