// case: seating plan whose rows and seats are numbers checked against the plan's size
import type { Request, Response } from 'express';

const ROWS = 20;
const SEATS = 30;
const plan: string[][] = Array.from({ length: ROWS }, () => new Array<string>(SEATS).fill(''));

function within(value: unknown, limit: number): number | undefined {
  const index = Number(value);
  return Number.isInteger(index) && index >= 0 && index < limit ? index : undefined;
}

export function reserve(req: Request, res: Response): void {
  const row = within(req.params['row'], ROWS);
  const seat = within(req.params['seat'], SEATS);
  if (row === undefined || seat === undefined) {
    res.status(400).json({ error: 'no such seat' });
    return;
  }
  const line = plan[row] ?? [];
  line[seat] = String(req.body.guest);
  res.status(201).json({ row, seat });
}
