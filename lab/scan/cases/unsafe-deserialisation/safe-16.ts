// case: typed decoder instantiates only classes registered in a map
import type { Channel, ConsumeMessage } from 'amqplib';

class ResizeJob {
  constructor(readonly width: number) {}
  async run(): Promise<void> {
    console.log(`resize to ${this.width}`);
  }
}

class NotifyJob {
  constructor(readonly count: number) {}
  async run(): Promise<void> {
    console.log(`notify ${this.count}`);
  }
}

const registry = new Map([
  ['resize', (value: number) => new ResizeJob(value)],
  ['notify', (value: number) => new NotifyJob(value)],
]);

export async function consume(channel: Channel, queue: string): Promise<void> {
  await channel.consume(queue, async (message: ConsumeMessage | null) => {
    if (!message) return;
    const envelope = JSON.parse(message.content.toString('utf8')) as { type: string; value: number };
    const create = registry.get(envelope.type);
    if (create) {
      await create(Number(envelope.value)).run();
    }
    channel.ack(message);
  });
}
