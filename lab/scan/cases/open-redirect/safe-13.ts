// case: SAML assertion consumer maps the relay state to a page and ignores anything else
import express, { type Request, type Response } from 'express';

interface Profile {
  nameId: string;
}

type Validate = (response: string) => Promise<Profile>;

function page(relayState: string | undefined): string {
  switch (relayState) {
    case 'reports':
      return '/reports';
    case 'settings':
      return '/settings';
    default:
      return '/';
  }
}

export function samlRouter(validate: Validate): express.Router {
  const router = express.Router();
  router.post('/saml/acs', express.urlencoded({ extended: false }), async (req: Request, res: Response) => {
    const { SAMLResponse, RelayState } = req.body as Record<string, string | undefined>;
    const profile = await validate(SAMLResponse ?? '');
    res.cookie('user', profile.nameId, { httpOnly: true, secure: true, signed: true });
    res.status(302).set('Location', page(RelayState)).end();
  });
  return router;
}
