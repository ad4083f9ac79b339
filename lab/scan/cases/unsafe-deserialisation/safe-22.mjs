// case: worker pool passes v8-serialised results between threads of the same process
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';

function primesBelow(limit) {
  const found = [];
  for (let n = 2; n < limit; n += 1) {
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  }
  return new Set(found);
}

if (isMainThread) {
  const worker = new Worker(fileURLToPath(import.meta.url));
  worker.once('message', (bytes) => {
    const primes = v8.deserialize(Buffer.from(bytes));
    console.log(`${primes.size} primes`);
  });
} else {
  parentPort.postMessage(v8.serialize(primesBelow(1000)));
}
