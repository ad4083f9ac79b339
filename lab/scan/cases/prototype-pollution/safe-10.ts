// case: statistics endpoint that groups posted events under joined keys of one map
import Fastify from 'fastify';

interface Event {
  kind: string;
  source: string;
  weight: number;
}

function total(events: Event[]): Map<string, number> {
  return events.reduce((totals, event) => {
    const key = JSON.stringify([event.kind, event.source]);
    return totals.set(key, (totals.get(key) ?? 0) + event.weight);
  }, new Map<string, number>());
}

const app = Fastify();

app.post<{ Body: Event[] }>('/statistics', async (request) => {
  const totals = [...total(request.body)].map(([key, weight]) => {
    const [kind, source] = JSON.parse(key) as [string, string];
    return { kind, source, weight };
  });
  return { totals };
});

export { app };
