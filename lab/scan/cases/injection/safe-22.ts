// case: search box over an in-memory index whose method happens to be called query
import type { Context } from 'koa';

interface Entry {
  id: number;
  title: string;
}

class TitleIndex {
  private readonly entries: Entry[] = [];

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  query(text: string): Entry[] {
    const [, term = ''] = text.split(':');
    return this.entries.filter((entry) => entry.title.toLowerCase().includes(term.trim().toLowerCase()));
  }
}

const index = new TitleIndex();

export async function search(ctx: Context): Promise<void> {
  const term = String(ctx.query['q'] ?? '');
  ctx.body = index.query(`title: ${term}`).slice(0, 20);
}
