// case: contact form that speaks SMTP over a socket and puts the sender's field in the header block
import net from 'node:net';
import express from 'express';

const app = express();
app.use(express.json());

function deliver(lines) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(25, process.env.MAIL_RELAY, () => {
      socket.write(lines.join('\r\n'));
      socket.end();
    });
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

app.post('/contact', async (req, res) => {
  const { subject, message } = req.body;
  await deliver([
    'HELO web',
    'MAIL FROM:<form@example.org>',
    'RCPT TO:<desk@example.org>',
    'DATA',
    `Subject: ${subject}`,
    'To: desk@example.org',
    '',
    String(message).replace(/[\r\n]+/g, ' '),
    '.',
    'QUIT',
    '',
  ]);
  res.status(202).json({ queued: true });
});

export { app };
