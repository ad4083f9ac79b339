// case: filter endpoint over an in-memory list that builds an arrow function from the query
import type { Context } from 'koa';
import { runInNewContext } from 'node:vm';

interface Flight {
  number: string;
  from: string;
  delayMinutes: number;
}

const flights: Flight[] = [
  { number: 'XA101', from: 'AMS', delayMinutes: 0 },
  { number: 'XA205', from: 'OSL', delayMinutes: 35 },
];

function select(filter: string): Flight[] {
  const keep = runInNewContext(`(flight) => ${filter}`) as (flight: Flight) => boolean;
  return flights.filter(keep);
}

export async function listFlights(ctx: Context): Promise<void> {
  const filter = ctx.query['filter'];
  ctx.body = typeof filter === 'string' ? select(filter) : flights;
}
