import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_TOKENS, newScan, scanMessage } from '../../../../../shared/rules/clustering/scan-message.ts';
import { formOf, readableText, templateTokens, tokensOfForm } from '../../../../../shared/rules/clustering/template-tokens.ts';

const scan = newScan();
/** Any UTF-16 code units: control characters and halves of characters too. */
const bytes = fc.array(fc.oneof(fc.nat(0xffff), fc.nat(0xff)), { maxLength: 120 }).map((codes) => String.fromCharCode(...codes));
const tokensOf = (message: string) => {
  scanMessage(message, scan);
  return templateTokens(message, scan);
};
const masked = (message: string): string => readableText(tokensOf(message));
const hashes = (message: string): readonly number[] => {
  scanMessage(message, scan);
  return [scan.first, scan.second];
};

describe('masking of a message', () => {
  it.each([
    ['took 12.5 ms after 3 tries', 'took <*> after <*> tries'],
    ['GET https://api.example.com/v1/x?y=1 gave 503', 'GET <*> gave <*>'],
    ['order 4f0c2a9e-1b2c-4d3e-8f90-a1b2c3d4e5f6 is gone', 'order <*> is gone'],
    ['connect ECONNREFUSED 10.1.2.3:5432', 'connect ECONNREFUSED <*>'],
    ['connect to db.example.org:5432 failed', 'connect to <*> failed'],
    ['link ac:bc:32:de:ad:be is up', 'link <*> is up'],
    ['peer fe80::1 and FE80:0:0:0:D8A5:90FF are known', 'peer <*> and <*> are known'],
    ['Air2::sync was called', 'Air<*>::sync was called'],
    ['window fbbcaa9 and port ee0', 'window <*> and port ee<*>'],
    ['body c2VjcmV0MQ== and c2VjcmV0Mg= came', 'body <*> and <*> came'],
    ['at 12 % of 5 GiB', 'at <*> of <*>'],
    ['rhost= user=, tty=ssh', 'rhost=<*> user=<*>, tty=ssh'],
    ['from 10.0.0.1 () at', 'from <*> (<*>) at'],
    ['init() is done', 'init() is done'],
    ['"GET /v2/servers HTTP/1.1" gave 200', '"GET <*>" gave <*>'],
    ["can't say, don't ask", "can't say, don't ask"],
    ['cannot open /var/task/data/a.json', 'cannot open <*>'],
    ['cannot open C:\\Windows\\system.ini', 'cannot open <*>'],
    ['cannot open ./data and ../lib/x', 'cannot open <*> and <*>'],
    ['read/write or neither', 'read/write or neither'],
    ['no mail for kim.lee@example.com', 'no mail for <*>'],
    ['mail @home stays', 'mail @home stays'],
    ['digest deadbeef01 differs from 0xFF', 'digest <*> differs from <*>'],
    ['sku-2231 has no price', '<*> has no price'],
    ['eth0 is up, eth12 is not', 'eth<*> is up, <*> is not'],
    ['sda1 sda2 sda3 found', 'sda<*> found'],
    ['at Wed Jun 29 03:22:22 2005 UTC it ended', 'at <*> it ended'],
    ['lifetime <1 sec', 'lifetime <*>'],
    ['lifetime 00:01', 'lifetime <*>'],
    ['ok=true cached=null', 'ok=<*> cached=<*>'],
    ['ids 1, 2, 3, -4 dropped', 'ids <*> dropped'],
    ['synchronized to LOCAL(0), stratum 10', 'synchronized to LOCAL(<*>), stratum <*>'],
    ['pairs a=1 b a=2 b a=3 b end', 'pairs a=<*> b end'],
    ['illegal instruction......0', 'illegal instruction......<*>'],
    ["Cannot read properties of undefined (reading 'city')", "Cannot read properties of undefined (reading 'city')"],
    ['user <*> is not known', 'user <*> is not known'],
    ['', ''],
    [' \t\n', ''],
  ])('%s → %s', (message, template) => {
    expect(masked(message)).toBe(template);
  });

  it('makes messages alike that differ in values only', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uuid(), fc.ipV4(), fc.nat(), fc.uuid(), fc.ipV4(), (a, b, c, d, e, f) => {
        expect(hashes(`order ${a} of ${b} from ${c}`)).toEqual(hashes(`order ${d} of ${e} from ${f}`));
      }),
    );
  });

  it('gives equal hashes to equal masked messages and different ones to others', () => {
    const word = fc.constantFrom('a', 'b', 'eth0', '17', '=', '(', ')', 'x.y', '/a/b', 'true', ',');
    const line = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(line, line, (one, other) => {
        const same = hashes(one).join() === hashes(other).join();
        scanMessage(one, scan);
        const before = scan.hash.slice(0, scan.count).join();
        scanMessage(other, scan);
        expect(same).toBe(before === scan.hash.slice(0, scan.count).join());
      }),
    );
  });

  it('reads any text, looks at a bounded part of it, and keeps well-formed text only', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 40 }), (part, times) => {
        const text = part.repeat(times);
        const { texts, spaced } = tokensOf(text);
        expect(texts.length).toBe(spaced.length);
        expect(texts.length).toBeLessThanOrEqual(MOST_TOKENS);
        expect(readableText({ texts, spaced }).length).toBeLessThanOrEqual(300);
        expect(texts.every((token) => token.isWellFormed() && token !== '' && !/\s/.test(token.replaceAll(/[\u0080-\uffff]/g, '')))).toBe(true);
      }),
    );
  });

  it('reads the same tokens again from what is kept of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '1', ' ', '=', ':', '(', ')', '<', '*', '>', '/', '.', '-', ',', '\n', 'é', '"', "'"), maxLength: 60 }), (text) => {
        const tokens = tokensOf(text);
        if (tokens.texts.length > 0) expect(tokensOfForm(formOf(tokens))).toEqual({ texts: tokens.texts, spaced: tokens.spaced.map((is, index) => index > 0 && is) });
      }),
    );
  });

  it('does not take the end of a cut word for a word', () => {
    const long = `${'word '.repeat(204)}abcdefgh`;
    expect(hashes(long)).toEqual(hashes(`${'word '.repeat(204)}abcdxyz and more`));
  });
});
