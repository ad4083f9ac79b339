/** The longest object that is taken: what is longer is skipped, so that memory stays bounded. */
const LONGEST = 16 * 1024 * 1024;

/**
 * The objects of a JSON document that are elements of its top-level list, or of the list `events` of its top-level object,
 * `{"events": [{…}, {…}]}`; each as its text, as soon as it is complete. The document may be as long as it likes. `undefined` for an
 * object that is too long.
 */
export async function* jsonObjects(chunks: AsyncIterable<string>): AsyncGenerator<string | undefined> {
  const open: string[] = [];
  /** The text that is being read or was read last, directly in the top-level object: the name of a member, when a list follows. */
  let name = '';
  let isEvents = false;
  let inText = false;
  let escaped = false;
  let parts: string[] | undefined;
  let length = 0;
  let elementDepth = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const character = chunk[index];
      if (inText) {
        if (escaped) escaped = false;
        else if (character === '\\') escaped = true;
        else if (character === '"') inText = false;
        if (inText && open.length === 1 && name.length < 10) name += character;
      } else if (character === '"') {
        inText = true;
        if (open.length === 1) name = '';
      } else if (character === '{' || character === '[') {
        if (character === '{' && parts === undefined && open.at(-1) === '[' && (open.length === 1 || (open.length === 2 && isEvents))) {
          parts = [];
          length = 0;
          from = index;
          elementDepth = open.length;
        }
        if (open.length === 1) isEvents = character === '[' && name === 'events';
        open.push(character);
      } else if (character === '}' || character === ']') {
        open.pop();
        if (parts !== undefined && open.length === elementDepth) {
          parts.push(chunk.slice(from, index + 1));
          yield length + index > LONGEST ? undefined : parts.join('');
          parts = undefined;
        }
      }
    }
    if (parts === undefined) continue;
    length += chunk.length;
    if (length <= LONGEST) parts.push(chunk.slice(from));
  }
}
