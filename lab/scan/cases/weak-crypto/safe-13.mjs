// case: one-time login codes come from the cryptographic integer generator
import { randomInt } from 'node:crypto';
import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport(process.env.SMTP_URL);
const pending = new Map();

function digits(count) {
  return String(randomInt(0, 10 ** count)).padStart(count, '0');
}

export async function sendLoginCode(user) {
  const code = digits(6);
  pending.set(user.id, { code, expiresAt: Date.now() + 300_000 });
  await transport.sendMail({ to: user.email, subject: 'Your code', text: `Your code is ${code}` });
}
