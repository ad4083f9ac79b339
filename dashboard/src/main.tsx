import { render } from 'preact';
import { beginSession } from './api/session.ts';
import { App } from './shell/app.tsx';
import { startTheme } from './shell/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/shell.css';

beginSession();
startTheme();
const place = document.getElementById('app');
if (place) {
  place.replaceChildren();
  render(<App />, place);
}
