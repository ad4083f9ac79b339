import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { callShape, pathTemplate } from '../../../../shared/probe/call-shape.ts';

test.each([
  ['/', '/'],
  ['/products', '/products'],
  ['/v2/products/42', '/v2/products/{}'],
  ['/products/sku-0042/prices', '/products/{}/prices'],
  ['/users/6f1c2f1e-8a44-4a39-9a0f-0d7e0a1c9b11', '/users/{}'],
  ['/by-mail/a%40b.c', '/by-mail/{}'],
  ['/stock/a,b,c', '/stock/{}'],
  ['/oauth2/token', '/oauth2/token'],
  ['/products/', '/products/'],
])('%s is %s', (path, template) => {
  expect(pathTemplate(path)).toBe(template);
});

test('a shape has method, host, template and the names of the query, without its values', () => {
  expect(callShape('GET', new URL('http://localhost:9001/products/7?page=2&b=x&page=3'))).toBe('GET localhost:9001/products/{}?b={}&page={}');
});

test('no digit of an identifier is left in any shape', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uuid(), fc.integer({ min: 100 }).map(String), fc.stringMatching(/^[a-f]+-[0-9]+$/)), { minLength: 1, maxLength: 4 }), (ids) => {
      expect(pathTemplate(`/items/${ids.join('/')}`)).toBe(`/items${'/{}'.repeat(ids.length)}`);
    }),
  );
});
