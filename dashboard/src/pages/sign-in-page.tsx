import { useEffect, useState } from 'preact/hooks';
import { leaveToSignIn, signInConfig, type SignInConfig } from '../api/oidc.ts';
import { signIn } from '../api/session.ts';
import { tokenIn } from '../api/token-in-hash.ts';
import { Button } from '../components/button.tsx';
import iconUrl from '../shell/icon.svg';

/** Without a credential: a provider's sign-in where there is one, and a place for the token that the start of Pawl prints. */
export const SignInPage = ({ why }: { readonly why: string | undefined }) => {
  const [config, setConfig] = useState<SignInConfig | undefined>(undefined);
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  useEffect(() => {
    document.title = 'Sign in · Pawl';
    const ask = async (): Promise<void> => setConfig(await signInConfig());
    void ask();
  }, []);
  const leave = async (to: SignInConfig): Promise<void> => {
    try {
      await leaveToSignIn(to);
    } catch (error) {
      setProblem(`${to.issuer} could not be asked: ${error instanceof Error ? error.message : 'no answer'}`);
    }
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    const plain = tokenIn(token);
    if (plain !== undefined) signIn(plain);
    else setProblem('That does not look like a token: it has letters, digits and . _ ~ + / = - only.');
  };
  const said = problem ?? why;
  return (
    <main class="sign-in">
      <img src={iconUrl} alt="" width="42" height="42" />
      <h1>Sign in to Pawl</h1>
      {said ? <p class="note wait" role="alert">{said}</p> : null}
      {config ? <Button kind="primary" onClick={() => void leave(config)}>Sign in with {new URL(config.issuer).host}</Button> : null}
      <form class="stack" onSubmit={submit}>
        <label class="field">
          <span>Token</span>
          <span class="hint">The start of Pawl prints a link with one: open it, or paste it here. Somebody else’s Pawl? Ask whoever runs it for one of your own (<code>pawl create-credential</code>). It stays in this tab and goes to Pawl only.</span>
          <input class="input mono" type="password" name="token" autocomplete="off" spellcheck={false} value={token} onInput={(event) => setToken(event.currentTarget.value)} required />
        </label>
        <div class="row"><Button type="submit" {...(config ? {} : { kind: 'primary' })} onClick={submit}>Sign in with the token</Button></div>
      </form>
    </main>
  );
};
