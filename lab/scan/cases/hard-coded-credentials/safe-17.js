// case: sign-up refuses a list of passwords that everybody knows
const express = require('express');

const COMMON_PASSWORDS = new Set(['password123', 'qwerty2024', 'letmein!!', 'Summer2024!', 'iloveyou1']);
const messages = {
  passwordTooShort: 'Password must have at least 12 characters',
  passwordTooCommon: 'This password is on the list of common passwords',
};

function problemWith(password) {
  if (typeof password !== 'string' || password.length < 12) return messages.passwordTooShort;
  if (COMMON_PASSWORDS.has(password)) return messages.passwordTooCommon;
  return undefined;
}

const router = express.Router();

router.post('/password/check', express.json(), (req, res) => {
  const problem = problemWith(req.body.password);
  res.status(problem ? 422 : 204).json(problem ? { problem } : undefined);
});

module.exports = router;
