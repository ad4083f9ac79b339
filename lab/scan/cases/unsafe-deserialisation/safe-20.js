// case: Kafka consumer decodes partner events with a protobuf schema
const { Kafka } = require('kafkajs');
const protobuf = require('protobufjs');

const PartnerEvent = new protobuf.Type('PartnerEvent')
  .add(new protobuf.Field('id', 1, 'string'))
  .add(new protobuf.Field('amountCents', 2, 'uint64'));

const kafka = new Kafka({ clientId: 'partner-inbox', brokers: process.env.BROKERS.split(',') });
const consumer = kafka.consumer({ groupId: 'partner-inbox' });

async function onMessage({ message }) {
  const event = PartnerEvent.decode(message.value);
  console.log('partner event %s', event.id);
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
