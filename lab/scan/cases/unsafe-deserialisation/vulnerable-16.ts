// case: own typed decoder loads the module a message names and instantiates its class
import { createRequire } from 'node:module';
import type { Channel, ConsumeMessage } from 'amqplib';

const require = createRequire(import.meta.url);

interface Envelope {
  $module: string;
  $class: string;
  $args: unknown[];
}

function decode(content: Buffer): { run(): Promise<void> } {
  const envelope = JSON.parse(content.toString('utf8')) as Envelope;
  const constructor = require(envelope.$module)[envelope.$class];
  return new constructor(...envelope.$args);
}

export async function consume(channel: Channel, queue: string): Promise<void> {
  await channel.consume(queue, async (message: ConsumeMessage | null) => {
    if (!message) return;
    await decode(message.content).run();
    channel.ack(message);
  });
}
