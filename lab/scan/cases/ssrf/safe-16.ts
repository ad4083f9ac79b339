// case: bookmark service that stores and parses a posted address but never opens it
import type { Pool } from 'pg';

interface Bookmark {
  id: number;
  host: string;
}

export class Bookmarks {
  constructor(private readonly pool: Pool) {}

  async add(userId: number, address: string): Promise<Bookmark> {
    const url = new URL(address);
    if (url.protocol !== 'https:') throw new TypeError('only https bookmarks');
    const { rows } = await this.pool.query(
      'INSERT INTO bookmarks (user_id, url, host) VALUES ($1, $2, $3) RETURNING id, host',
      [userId, url.href, url.hostname],
    );
    return rows[0] as Bookmark;
  }
}

export function addRoute(bookmarks: Bookmarks) {
  return async (req: { body: { url: string }; userId: number }, res: { json(body: unknown): void }): Promise<void> => {
    res.json(await bookmarks.add(req.userId, req.body.url));
  };
}
