import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNote } from '../components/problem-note.tsx';
import { Skeleton } from '../components/skeleton.tsx';

/** A page whose code is fetched when it is first looked at. */
export const lazyPage = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let loaded: ComponentType<Props> | undefined;
  return (props: Props) => {
    const [Page, setPage] = useState(() => loaded);
    const [failed, setFailed] = useState(0);
    useEffect(() => {
      if (Page !== undefined) return;
      const fetched = async (): Promise<void> => {
        try {
          const page = await load();
          loaded = page;
          setPage(() => page);
        } catch {
          setFailed((n) => n + 1);
        }
      };
      void fetched();
    }, [Page]);
    if (Page !== undefined) return <Page {...props} />;
    if (failed > 0) return <ProblemNote problem={{ status: 0, title: 'This part could not be loaded', detail: 'Pawl may have been updated or stopped meanwhile.' }} retry={() => location.reload()} />;
    return <Skeleton lines={8} />;
  };
};
