import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOf, routeOf } from '../../../dashboard/src/shell/route.ts';

it('begins with what happens now, also where the address says nothing that it understands', () => {
  for (const hash of ['', '#', '#/', '#main', '#?a=b']) expect(routeOf(hash)).toEqual({ page: 'now', query: {} });
});

it('finds page, id and what is asked beside', () => {
  expect(routeOf('#/improvements/imp-1?show=open&target=orders')).toEqual({ page: 'improvements', id: 'imp-1', query: { show: 'open', target: 'orders' } });
});

it('survives an address that is not well encoded', () => {
  expect(routeOf('#/improvements/%E0%A4%A')).toEqual({ page: 'improvements', id: '%E0%A4%A', query: {} });
});

it('finds its way back to whatever id it was given', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme' }), { maxKeys: 3 }), (id, query) => {
    expect(routeOf(addressOf('targets', id, query))).toEqual({ page: 'targets', id, query });
  }));
});
