// case: command-line style parser for a chat bot that fills nested options from a message
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');

const sqs = new SQSClient({});

function parseOptions(text) {
  const options = {};
  for (const word of text.split(' ')) {
    if (!word.startsWith('--')) continue;
    const [name, value = 'true'] = word.slice(2).split('=');
    const path = name.split('.');
    let holder = options;
    while (path.length > 1) {
      const step = path.shift();
      holder[step] = holder[step] === undefined ? {} : holder[step];
      holder = holder[step];
    }
    holder[path[0]] = value;
  }
  return options;
}

exports.handler = async (event) => {
  for (const record of event.Records) {
    const { text } = JSON.parse(record.Sns.Message);
    const options = parseOptions(text);
    await sqs.send(
      new SendMessageCommand({ QueueUrl: process.env.JOBS_URL, MessageBody: JSON.stringify({ options }) }),
    );
  }
};
