import { useEffect, useState } from 'preact/hooks';
import type { Watched } from './watched.ts';

/** The present value; the component is drawn again when it changes. */
export const useWatched = <Value,>(of: Watched<Value>): Value => {
  const [value, setValue] = useState(of.get);
  useEffect(() => {
    setValue(of.get);
    return of.watch(() => setValue(of.get));
  }, [of]);
  return value;
};
