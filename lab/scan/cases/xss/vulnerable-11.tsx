// case: React profile link whose address is whatever website the member entered
import React from 'react';
import { renderToString } from 'react-dom/server';
import type { Request, Response } from 'express';
import { findMember } from './members';

interface Member {
  name: string;
  website: string;
}

function Profile({ member }: { member: Member }): React.ReactElement {
  return (
    <section>
      <h1>{member.name}</h1>
      <a href={member.website} rel="noreferrer">
        Website
      </a>
    </section>
  );
}

export async function profilePage(req: Request, res: Response): Promise<void> {
  const member = await findMember(Number(req.params['id']));
  res.type('html').send('<!doctype html>' + renderToString(<Profile member={member} />));
}
