// case: notification service that fills the tenant's values into a template of its own
const express = require('express');
const template = require('lodash.template');
const { sendMail } = require('./mailer');

const app = express();
app.use(express.json());

const render = template('Hello <%= name %>, order <%= order %> is on its way. <%= remark %>');

app.post('/templates/preview', async (req, res, next) => {
  try {
    const { remark } = req.body;
    const text = render({ name: 'Ada', order: 1234, remark: String(remark) });
    await sendMail('preview@example.org', { contentType: 'text/plain', text });
    res.status(202).json({ sent: true });
  } catch (err) {
    next(err);
  }
});

module.exports = app;
