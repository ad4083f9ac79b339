import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptTemplates } from '../../../../../shared/rules/clustering/kept-templates.ts';
import { templateMiner } from '../../../../../shared/rules/clustering/template-miner.ts';

/** Messages of a few words in few forms: they often are of one template, and often almost. */
const words = ['order', 'user', 'failed', 'for', 'ann', 'bob', 'eve', 'dan', 'kim', 'zoe', '12', 'eth0', '=', '(', ')', '10.0.0.1', 'a/b.c'];
const message = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
const messages = fc.array(message, { maxLength: 60 });
const letters = (index: number): string => (index < 26 ? '' : letters(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

const templatesOf = (lines: readonly string[], most = 1000) => {
  const miner = templateMiner({ most });
  const ids = lines.map((line) => miner.learn(line).id);
  return { miner, groups: ids.map((id) => miner.resolve(id)) };
};

describe('the template miner', () => {
  it('puts messages together that differ in values', () => {
    const { miner, groups } = templatesOf(['order 17 took 12.5 ms', 'order 9001 took 3 s', 'order 17 is late']);
    expect(groups[0]).toBe(groups[1]);
    expect(groups[2]).not.toBe(groups[0]);
    expect(miner.template(groups[0] ?? '')?.text).toBe('order <*> took <*>');
  });

  it('says which messages are of a kind never seen', () => {
    const miner = templateMiner({ most: 10 });
    expect(miner.learn('order 17 is late')).toMatchObject({ isNew: true });
    expect(miner.learn('order 18 is late')).toMatchObject({ isNew: false });
    expect(miner.learn('order 18 is lost')).toMatchObject({ isNew: true });
  });

  it('takes words for states until five of them have been seen at one place, then for a variable', () => {
    const line = (word: string) => `machine ${word} by its owner`;
    const few = templatesOf(['started', 'stopped', 'paused', 'resumed'].map(line));
    expect(new Set(few.groups).size).toBe(4);
    const many = templatesOf(['ann', 'bob', 'eve', 'dan', 'kim', 'zoe'].map(line));
    expect(new Set(many.groups).size).toBe(1);
    expect(many.miner.size).toBe(1);
    expect(many.miner.template(many.groups[0] ?? '')?.text).toBe('machine <*> by its owner');
  });

  it.each([
    ['session opened for user root by ops', 'session opened for user cyrus by ops', 'session opened for user <*> by ops'],
    ['login refused, user=root now', 'login refused, user=ann now', 'login refused, user=<*> now'],
    ['connection from 10.0.0.1 () at noon', 'connection from 10.0.0.2 (mail.example.org) at noon', 'connection from <*> (<*>) at noon'],
    ['loaded image latest from disk', 'loaded image 4711 from disk', 'loaded image <*> from disk'],
    ['synchronized to LOCAL(0), stratum 10', 'synchronized to 10.1.2.3, stratum 3', 'synchronized to <*>, stratum <*>'],
  ])('needs two only where a value is to be expected: %s', (one, other, text) => {
    const { miner, groups } = templatesOf([one, other]);
    expect(groups[0]).toBe(groups[1]);
    expect(miner.template(groups[0] ?? '')?.text).toBe(text);
  });

  it('keeps two apart of which each has a value where the other has a word', () => {
    expect(new Set(templatesOf(['copied image 17 to disk', 'copied volume to 17 disk', 'copied image to 17 tape', 'link 5 is down', 'link up is 5']).groups).size).toBe(5);
  });

  it('finds the same variables in whatever order their messages come', () => {
    const lines = ['os=Linux', 'home=/opt/java/8', 'user=zoo', 'pid=17', 'dir=/', 'vendor=acme'].map((property) => `environment has ${property} set`);
    const order = fc.shuffledSubarray(lines, { minLength: lines.length });
    fc.assert(
      fc.property(order, (shuffled) => {
        const { miner, groups } = templatesOf(shuffled);
        expect(new Set(groups.map((id) => miner.template(id)?.text))).toEqual(new Set(['environment has <*>=<*> set']));
      }),
    );
  });

  it('takes what is in quotes for one word, however many it has', () => {
    const { miner, groups } = templatesOf(['Blue shoes', 'Hat', 'A warm coat for rain', 'Socks', 'Red scarf'].map((title) => `product "${title}" is sold out`));
    expect(new Set(groups).size).toBe(1);
    expect(miner.template(groups[0] ?? '')?.text).toBe('product "<*>" is sold out');
  });

  it('never takes the first word of a message for a variable', () => {
    expect(new Set(templatesOf('a b c d e f g h i j'.split(' ').map((word) => `${word} command was completed`)).groups).size).toBe(10);
  });

  it('keeps a variable apart from the signs around it', () => {
    expect(new Set(templatesOf(['call f(x) failed', 'call f[x] failed', 'call f x failed']).groups).size).toBe(3);
  });

  it('leads from an id that was merged to what it was merged into', () => {
    const miner = templateMiner({ most: 100 });
    const ids = ['ann', 'bob', 'eve', 'dan', 'kim'].map((name) => miner.learn(`hello dear ${name} and welcome`).id);
    expect(new Set(ids.slice(0, 4)).size).toBe(4);
    expect(new Set(ids.map((id) => miner.resolve(id))).size).toBe(1);
    expect(new Set(ids.map((id) => miner.template(id)?.text))).toEqual(new Set(['hello dear <*> and welcome']));
    expect(miner.resolve('never heard of')).toBe('never heard of');
  });

  it('never parts equal messages, whatever came between', () => {
    fc.assert(
      fc.property(messages, (lines) => {
        const { groups } = templatesOf(lines);
        const groupOf = new Map<string, string>();
        for (const [index, line] of lines.entries()) expect(groupOf.get(line) ?? groups[index]).toBe((groupOf.set(line, groups[index] ?? ''), groups[index]));
      }),
    );
  });

  it('describes each message by its template: word for word but for the wildcards', () => {
    fc.assert(
      fc.property(messages, (lines) => {
        const { miner, groups } = templatesOf(lines);
        for (const [index, line] of lines.entries()) {
          const text = miner.template(groups[index] ?? '')?.text ?? 'nothing';
          const constant = text.replaceAll('<*>', ' ').match(/[a-z]+/g) ?? [];
          expect(constant.every((word) => line.includes(word))).toBe(true);
        }
      }),
    );
  });

  it('goes on from what was kept as if it had never stopped', () => {
    fc.assert(
      fc.property(messages, messages, fc.integer({ min: 1, max: 40 }), (before, after, most) => {
        const whole = templateMiner({ most });
        for (const line of before) whole.learn(line);
        const kept = KeptTemplates.parse(JSON.parse(JSON.stringify(whole.keep())));
        const resumed = templateMiner({ most, known: kept });
        expect(resumed.keep()).toEqual(kept);
        for (const line of after) expect(resumed.learn(line)).toEqual(whole.learn(line));
        expect(resumed.keep()).toEqual(whole.keep());
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what fits its own schema, and can go on from it, whatever it has read', () => {
    const line = fc.oneof(fc.array(fc.nat(0xffff), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes)), fc.string({ unit: fc.constantFrom('a', 'x= ', '() ', '"', ' ', '1', '<*>', ',', '{'), maxLength: 60 }).map((part) => part.repeat(8)));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { miner } = templatesOf(lines);
        const kept = KeptTemplates.parse(JSON.parse(JSON.stringify(miner.keep())));
        const resumed = templateMiner({ known: kept, most: 1000 });
        for (const known of lines) expect(resumed.learn(known)).toEqual(miner.learn(known));
      }),
      { numRuns: 100 },
    );
  });

  it('gives a template the same id in every miner', () => {
    expect(templateMiner({ most: 5 }).learn('order 17 is late').id).toBe(templateMiner({ most: 9 }).learn('order 42 is late').id);
    expect(templateMiner({ most: 5, newId: (text) => `t:${text}` }).learn('order 17 is late').id).toBe('t:order <*> is late');
  });

  it('lets the template least recently used go when it is full', () => {
    const miner = templateMiner({ most: 2 });
    const first = miner.learn('alpha is here').id;
    const second = miner.learn('beta is here').id;
    miner.learn('alpha is here');
    miner.learn('gamma is here');
    expect(miner.size).toBe(2);
    expect(miner.template(first)?.text).toBe('alpha is here');
    expect(miner.template(second)).toBeUndefined();
    expect(miner.learn('beta is here')).toMatchObject({ isNew: true });
  });

  it('forgets what it is told to forget', () => {
    const miner = templateMiner({ most: 5 });
    const { id } = miner.learn('alpha is here');
    miner.forget(id);
    expect(miner.size).toBe(0);
    expect(miner.template(id)).toBeUndefined();
    expect(miner.learn('alpha is here')).toEqual({ id, isNew: true });
    miner.forget('never heard of');
  });

  it('stays within its bounds whatever it reads', () => {
    const miner = templateMiner({ most: 50 });
    for (let index = 0; index < 5000; index += 1) miner.learn(`${letters(index)} ${letters(index * 7)} ${letters(index * 31)} went ${letters(index * 3)}`);
    for (let index = 0; index < 200; index += 1) miner.learn(`${letters(index)} `.repeat(5000));
    expect(miner.size).toBeLessThanOrEqual(50);
    const kept = KeptTemplates.parse(miner.keep());
    expect(JSON.stringify(kept).length).toBeLessThan(50 * 500);
  });

  it('reads a line of ten megabytes, bytes, and half characters', () => {
    const miner = templateMiner({ most: 50 });
    const lines = ['x'.repeat(10_000_000), 'word '.repeat(2_000_000), '\u0000\u0001\ufffe'.repeat(1000), '\ud800 is half a character', '\udc00\ud800'.repeat(1000), '(['.repeat(1_000_000), '1:'.repeat(1_000_000), '....'.repeat(100_000), ''];
    const ids = lines.map((line) => miner.learn(line).id);
    expect(lines.map((line) => miner.learn(line).id)).toEqual(ids);
    expect(JSON.stringify(miner.keep()).isWellFormed()).toBe(true);
    expect(miner.learn('order 17 is late')).toMatchObject({ isNew: true });
  });

  it('is not confused by names that objects have by nature', () => {
    const { groups } = templatesOf(['__proto__ was here', 'constructor was here', 'toString was here', 'hasOwnProperty was here', '__proto__ was here']);
    expect(new Set(groups).size).toBe(4);
    expect(groups[4]).toBe(groups[0]);
  });
});
