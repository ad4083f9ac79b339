// case: one-time login codes come from Math.random through a helper
import nodemailer from 'nodemailer';

const transport = nodemailer.createTransport(process.env.SMTP_URL);
const pending = new Map();

function digits(count) {
  let out = '';
  while (out.length < count) {
    out += Math.trunc(Math.random() * 10);
  }
  return out;
}

export async function sendLoginCode(user) {
  const code = digits(6);
  pending.set(user.id, { code, expiresAt: Date.now() + 300_000 });
  await transport.sendMail({ to: user.email, subject: 'Your code', text: `Your code is ${code}` });
}
