// case: login controller that checks the types of both fields before the Mongoose filter
const User = require('../models/user');
const { issueSession } = require('../sessions');

async function signInWithResetCode(req, res) {
  const { email, resetCode } = req.body;
  if (typeof email !== 'string' || typeof resetCode !== 'string') {
    return res.status(400).json({ error: 'email and resetCode must be strings' });
  }
  const user = await User.findOne({ email: email, resetCode: resetCode });
  if (!user) {
    return res.status(401).json({ error: 'unknown code' });
  }
  const session = await issueSession(user.id);
  return res.json({ session: session.id });
}

function register(app) {
  const express = require('express');
  app.use(express.json());
  app.post('/signin/reset', (req, res, next) => signInWithResetCode(req, res).catch(next));
}

module.exports = { register };
