import { announce } from './announce.tsx';
import { Icon } from './icon.tsx';

/** An id's beginning, long enough to be told from others, without its common prefix. */
export const shortId = (id: string, most = 14): string => (id.length <= most ? id : `${id.slice(0, most - 1)}…`);

/** An id, short, that copies itself whole when it is pressed. */
export const CopyableId = ({ id, label = 'id' }: { readonly id: string; readonly label?: string }) => {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(id);
      announce(`Copied ${id}`);
    } catch {
      announce(`Copying is not allowed here. It is ${id}`);
    }
  };
  return (
    <button type="button" class="copy" title={`${id} (press to copy)`} onClick={() => void copy()}>
      <span class="unseen">{label} </span>{shortId(id)}<Icon name="copy" /><span class="unseen">, copy</span>
    </button>
  );
};
