// case: statistics endpoint that groups posted events by kind and source in nested objects
import Fastify from 'fastify';

interface Event {
  kind: string;
  source: string;
  weight: number;
}

type Totals = Record<string, Record<string, number>>;

function total(events: Event[]): Totals {
  return events.reduce<Totals>((totals, event) => {
    const bucket = totals[event.kind] || (totals[event.kind] = {});
    bucket[event.source] = (bucket[event.source] ?? 0) + event.weight;
    return totals;
  }, {});
}

const app = Fastify();

app.post<{ Body: Event[] }>('/statistics', async (request) => {
  return { totals: total(request.body) };
});

export { app };
