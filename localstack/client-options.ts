import { EMULATOR_REGION } from './ministack.ts';

/** Options for any SDK client that speaks to an emulator: `new LambdaClient(emulatorClient(emulator))`; S3 needs its path style. */
export const emulatorClient = ({ endpoint }: { readonly endpoint: string }) => ({
  endpoint,
  region: EMULATOR_REGION,
  credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' },
  forcePathStyle: true,
});
