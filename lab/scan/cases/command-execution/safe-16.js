// case: calculation queue that starts a worker from a file of the service and sends it the job's input
const path = require('path');
const { Worker } = require('worker_threads');
const amqp = require('amqplib');

function compute(input) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(__dirname, 'calculation-worker.js'), { workerData: input });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('calculations');
  await channel.consume('calculations', async (message) => {
    const job = JSON.parse(message.content.toString('utf8'));
    const answer = await compute({ values: (job.values || []).map(Number) });
    channel.sendToQueue(message.properties.replyTo, Buffer.from(JSON.stringify({ answer })));
    channel.ack(message);
  });
}

module.exports = { main };
