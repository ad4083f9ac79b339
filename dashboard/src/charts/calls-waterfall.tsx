import type { JSX } from 'preact';
import type { ExplainedCall, ExplainedCalls } from '../../../shared/domain/explanation.ts';
import { milliseconds, number } from '../components/numbers.ts';
import { layOutCalls } from './lay-out-calls.ts';
import './charts.css';

const HOW = { alone: '', 'in-turn': 'one after the other', together: 'overlapping' } as const satisfies Record<ExplainedCall['how'], string>;

/** The calls of one typical request along its time: what waits for what, and which of them it is about. */
export const CallsWaterfall = ({ calls }: { readonly calls: ExplainedCalls }): JSX.Element => {
  const { bars, placed } = layOutCalls(calls);
  const concerned = calls.calls.filter((call) => call.concerned);
  return (
    <figure class="chart waterfall">
      <figcaption>
        <span class="chart-title">One request</span>{' '}
        <span class="chart-sentence">
          {milliseconds(calls.requestMs)} on average over {number(calls.requests)} requests
          {concerned.length > 0 && `; ${milliseconds(concerned.reduce((sum, { ms }) => sum + ms, 0))} of it in the marked ${concerned.length === 1 ? 'call' : 'calls'}`}.
          {!placed && ' Repeated calls stand at the left: when in the request they begin is not recorded.'}
        </span>
      </figcaption>
      <table>
        <caption class="unseen">Calls of one request</caption>
        <thead><tr><th scope="col">Call</th><th scope="col" class="waterfall-when">When</th><th scope="col" class="number">Time</th></tr></thead>
        <tbody>
          {bars.map(({ call, start, width, parts }, row) => (
            <tr key={row} class={call.concerned ? 'concerned' : ''}>
              <th scope="row">{call.concerned && <span class="waterfall-mark" title="it is about this call">▶<span class="unseen"> it is about this call: </span></span>}{call.times > 1 && `${number(call.times)} × `}<code>{call.shape}</code>{call.from !== undefined && <small>{call.from}</small>}</th>
              <td class="waterfall-when">
                <svg viewBox="0 0 1000 14" preserveAspectRatio="none" width="100%" height="14" role="img" aria-label={`${milliseconds(call.ms)} from ${milliseconds(call.startMs ?? 0)}`}>
                  <rect width="1000" height="14" class="track" />
                  <rect x={start} y="2" width={width} height="10" class="fill" />
                  {Array.from({ length: parts - 1 }, (_, part) => <rect key={part} x={start + (width * (part + 1)) / parts - 1} y="2" width="2" height="10" class="gap" />)}
                </svg>
              </td>
              <td class="number">{milliseconds(call.ms)}{HOW[call.how] !== '' && <small>{HOW[call.how]}</small>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
};
