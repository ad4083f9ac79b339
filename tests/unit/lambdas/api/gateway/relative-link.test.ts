import { expect, it } from 'vitest';
import { relativeLink } from '../../../../../lambdas/api/gateway/relative-link.ts';

it('the next page lies where this one was asked: below the stage, below iam/, or at a domain of one’s own', () => {
  const answer = relativeLink(new Response('{}', { headers: { link: '</v1/list-improvements?limit=2&after=MDAw>; rel="next"' } }));
  const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '') ?? [];
  for (const base of ['https://x.execute-api.eu-north-1.amazonaws.com/pawl/', 'https://x.execute-api.eu-north-1.amazonaws.com/pawl/iam/', 'https://pawl.example.com/'])
    expect(new URL(next, `${base}v1/list-improvements?limit=2`).href).toBe(`${base}v1/list-improvements?limit=2&after=MDAw`);
});

it('an answer without a next page has none', () => {
  expect(relativeLink(new Response('{}')).headers.has('link')).toBe(false);
});
