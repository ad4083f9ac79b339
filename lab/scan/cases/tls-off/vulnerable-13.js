// case: Kafka producer over SSL accepts any broker certificate
const { Kafka } = require('kafkajs');

class Events {
  constructor(env) {
    this.kafka = new Kafka({
      clientId: 'orders',
      brokers: env.BROKERS.split(','),
      ssl: { rejectUnauthorized: false, servername: 'broker.example.net' },
      sasl: { mechanism: 'scram-sha-512', username: env.KAFKA_USER, password: env.KAFKA_PASS },
    });
    this.producer = this.kafka.producer();
  }

  async publish(topic, event) {
    await this.producer.connect();
    await this.producer.send({ topic, messages: [{ value: JSON.stringify(event) }] });
  }
}

module.exports = { Events };
