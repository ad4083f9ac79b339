// case: queue worker talks to Redis over TLS with the server name checked
const Redis = require('ioredis');
const { Worker } = require('bullmq');

function connection() {
  return new Redis({
    host: process.env.REDIS_HOST,
    port: 6380,
    password: process.env.REDIS_PASSWORD,
    maxRetriesPerRequest: null,
    tls: { servername: process.env.REDIS_HOST },
  });
}

const worker = new Worker(
  'thumbnails',
  async (job) => ({ width: Number(job.data.width), done: true }),
  { connection: connection(), concurrency: 2 },
);

worker.on('failed', (job, err) => console.error('job %s failed', job && job.id, err));
