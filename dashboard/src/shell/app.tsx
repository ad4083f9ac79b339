import { useEffect, useState } from 'preact/hooks';
import { startLive } from '../api/live.ts';
import { returnFromSignIn } from '../api/oidc.ts';
import { session } from '../api/session.ts';
import { useWatched } from '../api/use-watched.ts';
import { SignInPage } from '../pages/sign-in-page.tsx';
import { Frame } from './frame.tsx';

/** The whole page: signing in, or what is there for those who are. */
export const App = () => {
  const { token, ended } = useWatched(session);
  const [isReturning, setReturning] = useState(location.search !== '');
  const [failure, setFailure] = useState<string | undefined>(undefined);
  useEffect(() => {
    const back = async (): Promise<void> => {
      setFailure(await returnFromSignIn());
      setReturning(false);
    };
    void back();
    return startLive();
  }, []);
  if (isReturning) return <p class="booting">Signing in …</p>;
  // A fresh tree for each credential: nothing that one person read stays for the next.
  return token === undefined ? <SignInPage why={failure ?? ended} /> : <Frame key={token} />;
};
