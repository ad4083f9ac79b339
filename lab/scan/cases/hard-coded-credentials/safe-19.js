// case: RabbitMQ consumer takes its address from a mounted file
const fs = require('node:fs/promises');
const amqp = require('amqplib');

const CREDENTIALS_FILE = '/run/secrets/broker-credentials.json';

async function brokerOptions() {
  const { username, password } = JSON.parse(await fs.readFile(CREDENTIALS_FILE, 'utf8'));
  return { protocol: 'amqps', hostname: 'mq.internal.example.net', port: 5671, username, password };
}

async function start() {
  const connection = await amqp.connect(await brokerOptions());
  const channel = await connection.createChannel();
  await channel.assertQueue('invoices', { durable: true });
  await channel.consume('invoices', (message) => {
    if (!message) return;
    channel.ack(message);
  });
}

start().catch((err) => {
  console.error(err);
  process.exit(1);
});
