import { useEffect, useRef, useState } from 'preact/hooks';
import { signOut } from '../api/session.ts';
import { useRead } from '../api/use-read.ts';
import { useWatched } from '../api/use-watched.ts';
import { Announcements, announce } from '../components/announce.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { showsClockTimes, turnClock } from '../components/time.tsx';
import { CallerContext } from './caller.ts';
import { ConnectionBanner, ConnectionState } from './connection-state.tsx';
import iconUrl from './icon.svg';
import { Navigation } from './navigation.tsx';
import { PLACES } from './places.ts';
import { addressOf } from './route.ts';
import { Screen } from './screen.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { StoppedBanner } from './stopped-banner.tsx';
import { nextTheme, theme } from './theme.ts';
import { useRoute } from './use-route.ts';

/** What stands around every page: where one is, who one is, what waits, and whether what is seen is the present. */
export const Frame = () => {
  const route = useRoute();
  const who = useRead('who-am-i', {});
  const status = useRead('status', {}, ({ type }) => type !== 'release');
  const chosen = useWatched(theme);
  const isClock = useWatched(showsClockTimes);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const isFirst = useRef(true);
  const place = `${route.page}/${route.id ?? ''}`;

  // A new page begins at its heading, for the eye and for the screen reader.
  useEffect(() => {
    setMenuOpen(false);
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    // A place that was left by a link, and to which one has come back.
    scrollTo(0, (history.state as { readonly y?: number } | null)?.y ?? 0);
    document.getElementById('main')?.focus({ preventScroll: true });
    announce(PLACES.find(({ page }) => page === route.page)?.name ?? route.page, { seen: false });
  }, [place, route.page]);

  useEffect(() => {
    const leaving = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest('a[href^="#"]')) history.replaceState({ ...(history.state as object | null), y: scrollY }, '');
    };
    addEventListener('click', leaving, { capture: true });
    return () => removeEventListener('click', leaving, { capture: true });
  }, []);

  const closeByKey = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape' || !isMenuOpen) return;
    setMenuOpen(false);
    document.querySelector<HTMLElement>('.menu-button button')?.focus();
  };
  const waiting = status.value?.awaiting.length ?? 0;
  return (
    <CallerContext.Provider value={who.value}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>Skip to the content</a>
      <div class="shell">
        <header class="top">
          <a class="brand" href={addressOf('now')}><img src={iconUrl} alt="" width="26" height="26" />Pawl</a>
          <ConnectionState />
          <span class="spread" />
          {waiting > 0 ? <a class="badge wait" href={addressOf('approvals')}><Icon name="hand" />{waiting}<span class="unseen"> waiting for a yes</span></a> : null}
          <Button kind="plain" isSmall onClick={nextTheme} title="Light, dark, or as the system says (m)"><Icon name="theme" /><span class="unseen">Theme: {chosen}. Change it</span></Button>
          <Button kind="plain" isSmall onClick={() => setHelpOpen(true)} title="Keys (?)"><span aria-hidden="true">?</span><span class="unseen">Keys</span></Button>
          <span class="menu-button"><Button isSmall aria-expanded={isMenuOpen} aria-controls="menu" onClick={() => setMenuOpen(!isMenuOpen)}><Icon name="menu" />Menu</Button></span>
        </header>
        <div class="nav-place" id="menu" data-open={isMenuOpen ? 'yes' : 'no'} onKeyDown={closeByKey}>
          <div class="nav-stick">
            <Navigation page={route.page} waiting={waiting} onGone={() => setMenuOpen(false)} />
            <section class="nav-group stack tight" aria-label="You">
              {who.value ? <p>{who.value.name}<br /><span class="small">{who.value.tenants === 'all' ? 'all tenants' : who.value.tenants.join(', ')}</span></p> : null}
              <div class="row"><Button isSmall aria-pressed={isClock} onClick={turnClock}>Clock times</Button><Button isSmall onClick={() => signOut()}>Sign out</Button></div>
              {status.value ? <p class="small">Pawl {status.value.version}</p> : null}
            </section>
          </div>
        </div>
        <div class="banners">
          <ConnectionBanner />
          {status.value?.stopped ? <StoppedBanner stopped={status.value.stopped} /> : null}
        </div>
        <main class="main" id="main" tabIndex={-1}><Screen key={place} route={route} /></main>
      </div>
      <Announcements />
      <Shortcuts isOpen={isHelpOpen} setOpen={setHelpOpen} />
    </CallerContext.Provider>
  );
};
