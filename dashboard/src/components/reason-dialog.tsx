import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ActInput, ActName, ActOutput } from '../api/commands.ts';
import { useAct } from '../api/use-act.ts';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './problem-note.tsx';

type Asked<Name extends ActName> = {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly act: Name;
  /** What is sent, given the reason. */
  readonly inputOf: (reason: string) => ActInput<Name>;
  /** What the button says. */
  readonly doIt: string;
  readonly isDangerous?: boolean;
  /** Has to be typed first: for what cannot be pressed by mistake. */
  readonly typed?: string;
  /** Said when it is done, where need be with what came of it. */
  readonly done: string | ((output: ActOutput<Name>) => string);
  readonly onClose: () => void;
  readonly onDone?: () => void;
};

/** Asks why, and only then does it. The reason stands in the audit log. */
export const ReasonDialog = <Name extends ActName>({ title, children, act, inputOf, doIt, isDangerous = false, typed, done, onClose, onDone }: Asked<Name>) => {
  const [reason, setReason] = useState('');
  const [word, setWord] = useState('');
  const { send, isBusy, problem } = useAct(act);
  const isReady = reason.trim() !== '' && (typed === undefined || word.trim().toLowerCase() === typed);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
    const result = await send(inputOf(reason.trim()));
    if (!result?.ok) return;
    announce(typeof done === 'string' ? done : done(result.value));
    onDone?.();
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {children}
        <label class="field"><span>Why?</span><span class="hint">One sentence. It stands in the audit log under your name.</span>
          <textarea name="reason" value={reason} maxLength={1000} required onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
        {typed === undefined ? null : (
          <label class="field"><span>Type “{typed}” to confirm</span>
            <input class="input mono" name="typed" value={word} autocomplete="off" autocapitalize="off" spellcheck={false} required onInput={(event) => setWord(event.currentTarget.value)} />
          </label>
        )}
        {problem ? <ProblemNote problem={problem} /> : null}
        <div class="row end">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind={isDangerous ? 'danger primary' : 'primary'} isBusy={isBusy} disabled={!isReady}>{doIt}</Button>
        </div>
      </form>
    </Dialog>
  );
};
