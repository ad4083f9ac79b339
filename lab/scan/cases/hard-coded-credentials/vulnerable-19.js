// case: RabbitMQ consumer opens its channel with credentials in the address
const amqp = require('amqplib');

const BROKER = 'amqps://billing-worker:Larch91Dune@mq.internal.example.net:5671/billing';

async function start() {
  const connection = await amqp.connect(BROKER, { heartbeat: 20 });
  const channel = await connection.createChannel();
  await channel.assertQueue('invoices', { durable: true });
  await channel.prefetch(5);
  await channel.consume('invoices', (message) => {
    if (!message) return;
    const invoice = JSON.parse(message.content.toString());
    console.log('invoice %d', Number(invoice.number));
    channel.ack(message);
  });
}

start().catch((err) => {
  console.error(err);
  process.exit(1);
});
