import { describe, expect, it } from 'vitest';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import { sandboxContract, workshopContract } from './workshop.ts';

const isolation = await bubblewrapWorkshop().isolation();

if (isolation.kind === 'sandbox') {
  workshopContract('bubblewrap', () => bubblewrapWorkshop());
  sandboxContract('bubblewrap', () => bubblewrapWorkshop());
} else {
  describe('bubblewrap', () => {
    it.skip(`the sandbox's tests need bubblewrap: ${isolation.detail}`, () => {});
  });
}

workshopContract('without a sandbox', () => bubblewrapWorkshop({ isolation: 'none' }));

describe('without a sandbox', () => {
  it('says that nothing is isolated, in its answer and in the output of a run, and gives no credentials away', async () => {
    const workshop = bubblewrapWorkshop({ isolation: 'none' });
    expect((await workshop.isolation()).kind).toBe('none');
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret-of-the-parent';
    try {
      const run = await workshop.test({ files: new Map([['a.test.js', 'console.log(process.env.AWS_SECRET_ACCESS_KEY)']]), dependencies: undefined, command: ['node', '--test'], runner: 'node', timeoutSeconds: 20, memoryMb: 512 });
      expect(run.output).toMatch(/^\[not isolated/);
      expect(run.output).not.toContain('secret-of-the-parent');
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });
});
