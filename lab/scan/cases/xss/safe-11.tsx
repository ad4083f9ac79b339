// case: React profile link that is only drawn for an https website
import React from 'react';
import { renderToString } from 'react-dom/server';
import type { Request, Response } from 'express';
import { findMember } from './members';

function webAddress(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function Profile({ name, website }: { name: string; website: string | undefined }): React.ReactElement {
  return (
    <section>
      <h1>{name}</h1>
      {website === undefined ? null : <a href={website}>Website</a>}
    </section>
  );
}

export async function profilePage(req: Request, res: Response): Promise<void> {
  const member = await findMember(Number(req.params['id']));
  const profile = <Profile name={member.name} website={webAddress(member.website)} />;
  res.type('html').send('<!doctype html>' + renderToString(profile));
}
