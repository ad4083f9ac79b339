import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskMessage, redactMessage } from '../../../../../shared/rules/clustering/mask.ts';
import { templateTree, type Template } from '../../../../../shared/rules/clustering/template-tree.ts';

describe('masking', () => {
  it.each([
    ['GET https://api.example.com/v1/x?y=1 gave 503', 'GET <url> gave <number>'],
    ['order 4f0c2a9e-1b2c-4d3e-8f90-a1b2c3d4e5f6 is gone', 'order <uuid> is gone'],
    ['connect ECONNREFUSED 10.1.2.3:5432', 'connect ECONNREFUSED <ip>'],
    ['cannot open /var/task/data/a.json', 'cannot open <path>'],
    ['no user kim@example.com', 'no user <email>'],
    ['took 12.5 ms, 3 tries', 'took <number> ms, <number> tries'],
    ['digest deadbeef01 differs', 'digest <hex> differs'],
    ['sku-2231 has no price', 'sku-<number> has no price'],
    ["Cannot read properties of undefined (reading 'city')", "Cannot read properties of undefined (reading 'city')"],
  ])('%s', (message, masked) => {
    expect(maskMessage(message)).toBe(masked);
  });

  it('makes messages alike that differ in values only', () => {
    fc.assert(fc.property(fc.nat(), fc.uuid(), fc.ipV4(), fc.nat(), fc.uuid(), fc.ipV4(), (a, b, c, d, e, f) => {
      expect(maskMessage(`order ${a} of ${b} from ${c}`)).toBe(maskMessage(`order ${d} of ${e} from ${f}`));
    }));
  });
});

describe('redaction', () => {
  it('leaves no address, token or long number', () => {
    expect(redactMessage('kim@example.com sent token=abc123secret and 4111111111111111', 200)).toBe('<email> sent token=<secret> and <digits>');
  });

  it('is no longer than asked for', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), (text) => {
      expect(redactMessage(text, 100).length).toBeLessThanOrEqual(100);
    }));
  });
});

describe('the template tree', () => {
  const ids = () => {
    let count = 0;
    return () => `t${(count += 1)}`;
  };

  it('puts messages of one form together and keeps what they share', () => {
    const tree = templateTree([], 100);
    const newId = ids();
    const first = tree.learn('upstream catalogue answered badly today', newId);
    const second = tree.learn('upstream payments answered badly today', newId);
    expect(second).toBe(first);
    expect(first.tokens.join(' ')).toBe('upstream <*> answered badly today');
  });

  it('keeps messages of another length or beginning apart', () => {
    const tree = templateTree([], 100);
    const newId = ids();
    const made = ['disk full', 'disk is full', 'cache full'].map((message) => tree.learn(message, newId).id);
    expect(new Set(made).size).toBe(3);
  });

  it('forgets the template least recently used when it is full', () => {
    const tree = templateTree([], 2);
    const newId = ids();
    tree.learn('alpha one two', newId);
    tree.learn('beta one two', newId);
    tree.learn('alpha one two', newId);
    tree.learn('gamma one two', newId);
    expect(tree.size).toBe(2);
    expect(tree.learn('alpha one two', newId).id).toBe('t1');
    expect(tree.learn('beta one two', newId).id).toBe('t4');
  });

  it('goes on from stored templates as if it had never stopped', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '<number>'), { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
    fc.assert(fc.property(fc.array(words, { maxLength: 20 }), fc.array(words, { maxLength: 20 }), (before, after) => {
      const whole = templateTree([], 100);
      const idOf = (text: string) => text;
      const seen = new Map<string, Template>();
      for (const message of before) {
        const template = whole.learn(message, idOf);
        seen.set(template.id, template);
      }
      const resumed = templateTree([...seen.values()].map(({ id, tokens }) => ({ id, tokens: [...tokens] })), 100);
      for (const message of after) expect(resumed.learn(message, idOf)).toEqual(whole.learn(message, idOf));
    }));
  });
});
