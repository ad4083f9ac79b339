import { describe, expect, it } from 'vitest';
import { emptyTargetState } from '../../../../../shared/domain/target-state.ts';
import { callIdentity } from '../../../../../shared/rules/detection/call-identity.ts';
import { generalShapes, sharedShape } from '../../../../../shared/rules/detection/call-shape.ts';
import { observed, windowOf } from '../../../../support/observed-service.ts';

const STACK = ['index.mjs:10:3 send', 'index.mjs:20:5 rate', 'index.mjs:30:7 quote'];
const call = (shape: string, stack = STACK, method = 'GET') => ({ shape, method, stack });

describe('the identity of a call', () => {
  it('is the same whichever column its callers stand at', () => {
    const state = emptyTargetState('orders');
    const moved = ['index.mjs:10:3 send', 'index.mjs:20:11 async rate', 'index.mjs:30:9 quote'];
    expect(callIdentity(state, call('GET a/b/{}', moved))).toBe(callIdentity(state, call('GET a/b/{}')));
  });

  it('differs by method, shape and line', () => {
    const state = emptyTargetState('orders');
    const ids = [call('GET a/b/{}'), call('GET a/c/{}'), call('GET a/b/{}', STACK, 'HEAD'), call('GET a/b/{}', ['index.mjs:11:3 send', ...STACK.slice(1)])].map((one) => callIdentity(state, one));
    expect(new Set(ids).size).toBe(4);
  });

  it('is one for what one line calls with different arguments', () => {
    const state = emptyTargetState('orders');
    const [, ...later] = ['EUR', 'USD', 'EUR', 'GBP'].map((currency) => callIdentity(state, call(`GET pay/rates/${currency}`)));
    expect(new Set(later).size).toBe(1);
    expect(Object.values(state.calls)).toMatchObject([{ shape: 'GET pay/rates/{}' }]);
  });

  it('takes what was counted along when it turns out to be an argument', () => {
    const one = (number: number) => ({ shape: `GET pay/rates/${number < 30 ? 'EUR' : 'USD'}`, at: 'index.mjs:70:3 rate', startMs: 1, durationMs: 5 });
    const other = { shape: 'GET pay/tax', at: 'index.mjs:75:3 tax', startMs: 7, durationMs: 5 };
    const window = windowOf(observed(60, (number) => ({ calls: [one(number), other] })));
    expect(new Map(window.calls.map(({ shape, requests }) => [shape, requests]))).toEqual(new Map([['GET pay/rates/{}', 60], ['GET pay/tax', 60]]));
    expect(window.waits.map(({ requests }) => requests)).toEqual([60]);
  });

  it('keeps resources of a general client apart', () => {
    expect(sharedShape('GET pay/accounts/{}', 'GET pay/payments/{}')).toBeUndefined();
    expect(sharedShape('GET pay/a/x/y', 'GET pay/a/z/w')).toBeUndefined();
    expect(sharedShape('GET pay/a/x?k={}', 'GET pay/a/y')).toBeUndefined();
    expect(sharedShape('GET pay/a/x?k={}', 'GET pay/a/y?k={}')).toBe('GET pay/a/{}?k={}');
    expect(generalShapes('GET pay/a/x/{}')).toEqual(['GET pay/a/{}/{}']);
  });
});
