/** Options of an AWS client for an emulator at this machine. The keys mean nothing. */
export const localClient = { region: 'us-east-1', credentials: { accessKeyId: 'emulator', secretAccessKey: 'emulator' } } as const;
