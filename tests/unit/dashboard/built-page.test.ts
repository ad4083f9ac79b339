import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../../scripts/build-dashboard.ts';

describe('the page as it is built', () => {
  const files = new Map<string, Buffer>();

  beforeAll(async () => {
    const { folder } = await buildDashboard();
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) if (name.includes('.')) files.set(name, readFileSync(join(folder, name)));
  });

  const text = (wanted: RegExp): string => [...files].filter(([name]) => wanted.test(name)).map(([, bytes]) => bytes.toString('utf8')).join('\n');

  it('is less than 100 KB in all, compressed as it is served', () => {
    const compressed = (bytes: Buffer): number => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
    expect([...files.values()].reduce((all, bytes) => all + compressed(bytes), 0)).toBeLessThan(100_000);
  });

  it('holds nothing that a strict policy forbids: no script or style inside the document, none made from text', () => {
    const html = text(/index\.html$/);
    expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes('src="./assets/'))).toBe(true);
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
    expect(text(/\.js$/)).not.toMatch(/\beval\(|new Function\(/);
  });

  it('asks nobody but the place it came from: its addresses are relative, none leads elsewhere', () => {
    expect(text(/index\.html$/)).not.toMatch(/(?:src|href)="(?:\/|https?:)/);
    expect(text(/\.css$/)).not.toMatch(/url\((?!["']?(?:data:|\.))|@import/);
    const elsewhere = [...text(/\.js$/).matchAll(/https?:\/\/[^\s"'`)]+/g)].map(([address]) => address).filter((address) => !address.startsWith('http://www.w3.org/'));
    expect(elsewhere).toEqual([]);
  });

  it('is not built again while nothing has changed', async () => {
    expect((await buildDashboard()).built).toBe(false);
  });
});
