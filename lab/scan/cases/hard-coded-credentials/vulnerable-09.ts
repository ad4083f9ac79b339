// case: Redis client factory falls back to a built-in production password
import Redis from 'ioredis';

interface CacheSettings {
  host: string;
  password?: string;
}

export function createCache(settings: CacheSettings): Redis {
  const password = settings.password ?? process.env['REDIS_PASSWORD'] ?? 'Kestrel-Basalt-6094';
  return new Redis({
    host: settings.host,
    port: 6380,
    password,
    tls: { servername: settings.host },
    maxRetriesPerRequest: 2,
  });
}

export async function remember(cache: Redis, key: string, value: unknown): Promise<void> {
  await cache.set(`memo:${key}`, JSON.stringify(value), 'EX', 300);
}
