import { useState } from 'preact/hooks';
import type { FlagView, SettingsView } from '../../../shared/domain/views/settings-view.ts';
import { useRead } from '../api/use-read.ts';
import { Answer } from '../components/answer.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { counted } from '../components/numbers.ts';
import { PageHead } from '../components/page-head.tsx';
import { ReasonDialog } from '../components/reason-dialog.tsx';
import { Time } from '../components/time.tsx';
import { useMay } from '../shell/caller.ts';
import { flattened } from './settings/flattened.ts';

const FLAG_WORDS: Readonly<Record<string, string>> = {
  everything: 'All of it: off stops everything and takes every canary back',
  cycles: 'Starting cycles',
  'phase:telemetry': 'Reading telemetry', 'phase:analysis': 'Looking for opportunities', 'phase:generation': 'Writing remedies', 'phase:validation': 'Checking remedies',
  'phase:release': 'Releasing canaries', 'phase:reporting': 'Writing reports', 'remedy:patch': 'Remedies of any kind', 'remedy:recipe': 'Remedies by recipes', 'remedy:model': 'Remedies by models', 'remedy:person': 'Remedies that people or their programs hand in',
};

const wordsOf = (flag: string): string => FLAG_WORDS[flag] ?? (flag.startsWith('tenant:') ? 'Whatever is done for this tenant' : flag.startsWith('remedy:') ? 'Remedies by this author' : '');

const Flag = ({ flag }: { readonly flag: FlagView }) => {
  const [asks, setAsks] = useState(false);
  const may = useMay('administer');
  const { flag: name, on, source, by, at, reason } = flag;
  const isOutside = source === 'outside' && !on;
  return (
    <li class="switch">
      <div>
        <p class="row"><Badge tone={on ? 'good' : 'bad'} icon={on ? 'check' : 'cross'}>{on ? 'On' : 'Off'}</Badge><strong class="mono">{name}</strong><span class="quiet">{wordsOf(name)}</span></p>
        {by || isOutside ? <p class="quiet small">{isOutside ? 'Switched off outside of Pawl: it can be switched on only there.' : <>{by}{at === undefined ? null : <>, <Time at={at} /></>}{reason ? `: ${reason}` : ''}</>}</p> : null}
      </div>
      {may ? <Button isSmall disabled={isOutside} onClick={() => setAsks(true)}>Switch {on ? 'off' : 'on'}</Button> : null}
      {asks ? (
        <ReasonDialog act="set-flag" inputOf={(why) => ({ flag: name, on: !on, reason: why })} title={`Switch ${name} ${on ? 'off' : 'on'}?`} doIt={`Switch ${on ? 'off' : 'on'}`} isDangerous={on} done={`${name} is ${on ? 'off' : 'on'}`} onClose={() => setAsks(false)}
          {...(name === 'everything' && on ? { typed: 'stop everything' } : {})}>
          <p>{wordsOf(name)}. It takes effect at once, without a deployment. {on ? 'What comes to it waits and goes on when it is on again.' : ''}</p>
        </ReasonDialog>
      ) : null}
    </li>
  );
};

const Values = ({ title, of }: { readonly title: string; readonly of: unknown }) => {
  const lines = flattened(of);
  return lines.length === 0 ? null : (
    <details class="card">
      <summary><strong>{title}</strong> <span class="quiet small">{counted(lines.length, 'value')}</span></summary>
      <dl class="facts small">{lines.map(([name, value]) => [<dt key={`${name}-name`} class="mono">{name}</dt>, <dd key={name} class="mono">{value}</dd>])}</dl>
    </details>
  );
};

const Notifications = ({ notifications }: Pick<SettingsView, 'notifications'>) => (
  <section class="card stack tight" aria-labelledby="told-title">
    <h2 id="told-title">Who is told</h2>
    {notifications.length === 0
      ? <p class="quiet">Nobody but this page. Notifications are set up in pawl.config.json.</p>
      : <ul class="stack tight">{notifications.map(({ kind, place, atLeast }) => <li key={`${kind} ${place}`}><strong>{kind}</strong> {place}{atLeast ? <span class="quiet">, from {atLeast} on</span> : null}</li>)}</ul>}
  </section>
);

/** Switches that take effect at once, and what is configured. No secret is in it. */
export const SettingsPage = () => {
  const settings = useRead('read-settings', {}, ({ type }) => type === 'switch');
  return (
    <>
      <PageHead title="Settings and flags" says="Flags take effect at once and are kept in the audit log. Settings come from pawl.config.json and are changed there." />
      <Answer of={settings} lines={12}>
        {({ preset, flags, settings: values, tenants, approvals, notifications, models }) => (
          <div class="stack loose">
            <section class="card" aria-labelledby="flags-title"><h2 id="flags-title">Flags</h2><ul>{flags.map((flag) => <Flag key={flag.flag} flag={flag} />)}</ul></section>
            <Notifications notifications={notifications} />
            <section class="card stack tight" aria-labelledby="models-title"><h2 id="models-title">Models</h2>{models.length === 0 ? <p class="quiet">None: remedies are written by recipes only.</p> : <p>{models.join(', ')}</p>}</section>
            <Values title="Who may approve" of={approvals} />
            <Values title={`Settings${preset ? ` (preset ${preset})` : ''}`} of={values} />
            <Values title="Tenants" of={tenants} />
          </div>
        )}
      </Answer>
    </>
  );
};
