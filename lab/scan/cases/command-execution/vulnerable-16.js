// case: calculation queue that starts a worker from source text in the job
const { Worker } = require('worker_threads');
const amqp = require('amqplib');

function compute(source, input) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData: input });
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
    const answer = await compute(job.source, job.input);
    channel.sendToQueue(message.properties.replyTo, Buffer.from(JSON.stringify({ answer })));
    channel.ack(message);
  });
}

module.exports = { main };
