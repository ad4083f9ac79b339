import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptTemplates } from '../../../../../shared/rules/clustering/kept-templates.ts';
import { mergeTemplates } from '../../../../../shared/rules/clustering/merge-templates.ts';
import { templateMiner } from '../../../../../shared/rules/clustering/template-miner.ts';

const learnt = (lines: readonly string[], most = 100): KeptTemplates => {
  const miner = templateMiner({ most });
  for (const line of lines) miner.learn(line);
  return miner.keep();
};
const texts = (known: KeptTemplates): readonly string[] => {
  const miner = templateMiner({ known, most: 1000 });
  return known.templates.map(({ id }) => miner.template(id)?.text ?? '').sort();
};
const line = fc.array(fc.constantFrom('order', 'user', 'ann', 'bob', 'eve', 'dan', 'kim', '12', 'is', 'late', '='), { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
const lines = fc.array(line, { maxLength: 40 });

describe('merging what two environments know', () => {
  it('has what either has, and what is the same once', () => {
    expect(texts(mergeTemplates(learnt(['order 1 is late', 'payment 2 came']), learnt(['order 7 is late', 'basket 3 is empty']), 10))).toEqual(['basket <*> is empty', 'order <*> is late', 'payment <*> came']);
  });

  it('sees a variable of which each has seen a part', () => {
    const hello = (name: string) => `hello dear ${name} and welcome`;
    const merged = mergeTemplates(learnt(['ann', 'bob', 'eve'].map(hello)), learnt(['dan', 'kim', 'zoe'].map(hello)));
    expect(texts(merged)).toEqual(['hello dear <*> and welcome']);
  });

  it('keeps open what either has opened', () => {
    const known = ['ann', 'bob', 'eve', 'dan', 'kim'].map((name) => `hello dear ${name} and welcome`);
    const merged = mergeTemplates(learnt(known), learnt(['hello dear ann and welcome']));
    expect(texts(merged)).toEqual(['hello dear <*> and welcome']);
  });

  it('is the same whichever comes first', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const [a, b] = [learnt(one), learnt(other)];
        expect(mergeTemplates(a, b)).toEqual(mergeTemplates(b, a));
      }),
    );
  });

  it('changes no group when merged with itself or with nothing', () => {
    fc.assert(
      fc.property(lines, (some) => {
        const known = learnt(some);
        expect(texts(mergeTemplates(known, known))).toEqual(texts(known));
        expect(texts(mergeTemplates(known, learnt([])))).toEqual(texts(known));
      }),
    );
  });

  it('knows every message that either knew', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const known = mergeTemplates(learnt(one), learnt(other), 1000);
        const miner = templateMiner({ known, most: 1000 });
        for (const message of [...one, ...other]) expect(miner.learn(message)).toMatchObject({ isNew: false });
      }),
    );
  });

  it('lets those go that were not used for longest', () => {
    const merged = mergeTemplates(learnt(['alpha old', 'beta new']), learnt(['gamma old', 'delta new']));
    expect(texts(merged)).toEqual(['beta new', 'delta new']);
  });
});
