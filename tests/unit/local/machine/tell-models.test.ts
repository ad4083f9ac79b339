import { expect, it } from 'vitest';
import { tellModels } from '../../../../local/machine/tell-models.ts';
import { createRecordingHost } from '../../../../local/terminal/recording-host.ts';
import { NO_MODELS } from '../../../../shared/config/models.ts';
import { modelsFromFlag } from '../../../../shared/config/models-from-flag.ts';
import { startAnsweringModel } from '../../../support/answering-model.ts';

const told = async (flag: string | undefined): Promise<readonly (readonly [string, string])[]> => {
  const host = createRecordingHost();
  const named = flag === undefined ? undefined : modelsFromFlag(flag);
  await tellModels(named?.ok === true ? named.models : NO_MODELS, {}, host);
  return host.messages.map(({ level, text }) => [level, text]);
};

it('says that there is none', async () => {
  expect(await told(undefined)).toEqual([['info', expect.stringContaining('No model is configured')]]);
});

it('says which can be asked', async () => {
  await using model = await startAnsweringModel(() => '');
  expect(await told(model.flag)).toEqual([['info', expect.stringContaining('practice')]]);
  expect(await told(model.flag.replace('practice', 'other'))).toEqual([['warning', expect.stringContaining('other')]]);
});

it('says which cannot be reached, and that recipes go on', async () => {
  const { flag } = await startAnsweringModel(() => '').then(async (model) => {
    await model[Symbol.asyncDispose]();
    return model;
  });
  expect(await told(flag)).toEqual([['warning', expect.stringMatching(/nobody answers.*Recipes go on/)]]);
});
