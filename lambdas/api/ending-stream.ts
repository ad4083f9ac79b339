export type Ending = {
  /** Called once it is over, was broken off, or nobody reads it any longer; before its reader sees the end. May be called again. */
  readonly ended: () => Promise<void>;
  /** Asked at each piece; `false` ends the stream before it. */
  readonly goesOn?: () => Promise<boolean>;
};

/** The same stream, for who has something to give back when it ends. */
export const endingStream = (body: ReadableStream<Uint8Array>, { ended, goesOn = async () => true }: Ending): ReadableStream<Uint8Array> => {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done && (await goesOn())) return controller.enqueue(value);
        if (!done) await reader.cancel();
      } catch (error) {
        await ended();
        throw error;
      }
      await ended();
      controller.close();
    },
    cancel: async (why) => {
      try {
        await reader.cancel(why);
      } finally {
        await ended();
      }
    },
  });
};
