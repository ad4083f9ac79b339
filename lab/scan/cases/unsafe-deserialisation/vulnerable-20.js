// case: Kafka consumer of third-party partner events rebuilt by node-serialize
const { Kafka } = require('kafkajs');
const nodeSerialize = require('node-serialize');

const kafka = new Kafka({ clientId: 'partner-inbox', brokers: process.env.BROKERS.split(',') });
const consumer = kafka.consumer({ groupId: 'partner-inbox' });

async function onMessage({ message }) {
  const event = nodeSerialize.unserialize(message.value.toString());
  console.log('partner event %s', String(event.id));
}

async function main() {
  await consumer.connect();
  await consumer.subscribe({ topic: 'partner-public-events' });
  await consumer.run({ eachMessage: onMessage });
}

main().catch((err) => {
  console.error(err);
  process.exitCode = 1;
});
