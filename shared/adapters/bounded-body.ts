/** A body longer than anybody would send for an answer. */
export class BodyTooLong extends Error {
  override name = 'BodyTooLong';
}

/** All of a body as it comes, as long as it is at most `most` bytes (after unpacking); throws `BodyTooLong` at the first byte beyond, and reads no further. */
export const boundedBody = async (body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > most) throw new BodyTooLong(`longer than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
