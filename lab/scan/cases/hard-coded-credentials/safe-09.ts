// case: Redis client factory leaves the password undefined when none is configured
import Redis, { type RedisOptions } from 'ioredis';

interface CacheSettings {
  host: string;
  password?: string;
}

export function createCache(settings: CacheSettings): Redis {
  const password = settings.password ?? process.env['REDIS_PASSWORD'] ?? '';
  const options: RedisOptions = { host: settings.host, port: 6380, tls: { servername: settings.host } };
  if (password !== '') {
    options.password = password;
  }
  return new Redis(options);
}

export async function remember(cache: Redis, key: string, value: unknown): Promise<void> {
  await cache.set(`memo:${key}`, JSON.stringify(value), 'EX', 300);
}
