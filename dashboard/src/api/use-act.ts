import { useCallback, useRef, useState } from 'preact/hooks';
import { act } from './client.ts';
import type { ActInput, ActName, ActOutput } from './commands.ts';
import { askAllAnew } from './live.ts';
import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

export type Acting<Name extends ActName> = {
  readonly isBusy: boolean;
  readonly problem?: Problem | undefined;
  readonly forget: () => void;
  /** Sends it once, however often it is pressed meanwhile. */
  readonly send: (input: ActInput<Name>) => Promise<Result<ActOutput<Name>> | undefined>;
};

/**
 * Has something done from a button. What could not be answered (the line was cut) is sent again with the same key, so that pressing the button a second
 * time does not do it a second time.
 */
export const useAct = <Name extends ActName>(name: Name): Acting<Name> => {
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly problem?: Problem }>({ isBusy: false });
  const busy = useRef(false);
  const intention = useRef<{ readonly said: string; readonly key: string } | undefined>(undefined);
  const send = useCallback(async (input: ActInput<Name>) => {
    if (busy.current) return undefined;
    busy.current = true;
    setState({ isBusy: true });
    const said = JSON.stringify(input);
    if (intention.current?.said !== said) intention.current = { said, key: crypto.randomUUID() };
    const result = await act(name, input, intention.current.key);
    if (result.ok || (result.problem.status !== 0 && result.problem.status < 500)) intention.current = undefined;
    busy.current = false;
    // After a refusal, too: often it means that things are not as they were shown.
    askAllAnew();
    setState(result.ok ? { isBusy: false } : { isBusy: false, problem: result.problem });
    return result;
  }, [name]);
  return { ...state, send, forget: () => setState({ isBusy: false }) };
};
