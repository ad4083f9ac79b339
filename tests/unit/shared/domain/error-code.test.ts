import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../shared/adapters/aws/aws-error.ts';
import { errorCode, sentenceOf } from '../../../../shared/domain/error-code.ts';
import { DeployerError } from '../../../../shared/ports/deployer.ts';

const denied = new AwsError('PAWL-AWS-DENIED', 'lambda:UpdateAlias on function orders failed: no.');

describe('the code of an error', () => {
  it('is its own', () => expect(errorCode(denied)).toBe('PAWL-AWS-DENIED'));

  it('is that of its nearest cause where its own is in the words of a port', () => {
    expect(errorCode(new DeployerError('refused', 'no', { cause: denied }))).toBe('PAWL-AWS-DENIED');
    expect(errorCode(new Error('outer', { cause: new Error('middle', { cause: denied }) }))).toBe('PAWL-AWS-DENIED');
  });

  it('is none where nothing on the way has one, or the causes go in a circle', () => {
    const [first, second] = [new Error('a'), new Error('b')];
    Object.assign(first, { cause: second });
    Object.assign(second, { cause: first });
    for (const nothing of [first, new DeployerError('refused', 'no'), 'text', undefined, null, { code: 7 }]) expect(errorCode(nothing)).toBeUndefined();
  });

  it('begins the sentence once', () => {
    expect(sentenceOf(denied)).toBe('PAWL-AWS-DENIED: lambda:UpdateAlias on function orders failed: no.');
    expect(sentenceOf(new Error('PAWL-AWS-DENIED: told before', { cause: denied }))).toBe('PAWL-AWS-DENIED: told before');
    expect(sentenceOf('text')).toBe('text');
  });
});
