/** One message of a stream of server-sent events. */
export type StreamMessage = { readonly id?: string | undefined; readonly event: string; readonly data: string };

/**
 * Reads server-sent events as they come in, in pieces that may end anywhere (WHATWG HTML, "Server-sent events", interpretation of an event stream).
 * `EventSource` is not used because it cannot send a credential in a header.
 */
export const eventReader = (): ((piece: string) => readonly StreamMessage[]) => {
  let rest = '';
  let isHalfEnded = false;
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  return (piece) => {
    const messages: StreamMessage[] = [];
    // A line that ended with a carriage return at the end of the last piece may have its line feed at the beginning of this one.
    rest += isHalfEnded && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') isHalfEnded = piece.endsWith('\r');
    const lines = rest.split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) messages.push({ id, event: event === '' ? 'message' : event, data: data.join('\n') });
        event = '';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      else if (field === 'event') event = value;
      else if (field === 'id' && !value.includes('\0')) id = value;
    }
    return messages;
  };
};
