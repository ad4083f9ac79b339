/**
 * Loaded before the doors (`node --import`): once a second a line of JSON into the file that `PAWL_HEALTH_FILE` names, with what the process holds in
 * memory (megabytes) and how long its event loop was held up within that second (milliseconds).
 */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const file = process.env['PAWL_HEALTH_FILE'];
if (file !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const began = process.cpuUsage();
  setInterval(() => {
    const { rss, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage(began);
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), rssMb: rss / 1e6, heapMb: heapUsed / 1e6, externalMb: external / 1e6, cpuSeconds: (user + system) / 1e6, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6 })}\n`);
    delay.reset();
  }, 1000).unref();
}
