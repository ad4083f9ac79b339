import { addressOf } from './route.ts';
import { PLACES } from './places.ts';

/** The way to every page; what waits for a person stands as a number beside it. */
export const Navigation = ({ page, waiting, onGone }: { readonly page: string; readonly waiting: number; readonly onGone: () => void }) => (
  <nav class="nav" aria-label="Pages">
    <ul>
      {PLACES.map((place) => (
        <li key={place.page}>
          <a href={addressOf(place.page)} aria-current={place.page === page ? 'page' : undefined} onClick={onGone}>
            {place.name}
            {place.page === 'approvals' && waiting > 0 ? <span class="count"><span class="unseen">, </span>{waiting}<span class="unseen"> waiting</span></span> : null}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
