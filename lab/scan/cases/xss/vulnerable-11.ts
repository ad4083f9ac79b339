// case: profile page whose link address is whatever website the member entered, escaped but of any scheme
import escapeHtml from 'escape-html';
import type { Request, Response } from 'express';
import { findMember, saveWebsite } from './members';

function link(address: string, label: string): string {
  return `<a href="${escapeHtml(address)}" rel="noreferrer">${escapeHtml(label)}</a>`;
}

export async function updateWebsite(req: Request, res: Response): Promise<void> {
  await saveWebsite(Number(req.params['id']), String(req.body.website));
  res.sendStatus(204);
}

export async function profilePage(req: Request, res: Response): Promise<void> {
  const member = await findMember(Number(req.params['id']));
  const name = escapeHtml(member.name);
  res.type('html').send(`<!doctype html><h1>${name}</h1><p>${link(member.website, 'Website')}</p>`);
}
