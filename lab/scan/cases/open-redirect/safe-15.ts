// case: Next route handler resolves the target and falls back when the origin changed
import { NextResponse, type NextRequest } from 'next/server';

const SITE = 'https://www.example.com';

function destination(request: NextRequest): URL {
  const home = new URL('/', SITE);
  const wanted = request.nextUrl.searchParams.get('callbackUrl') ?? '/';
  if (!URL.canParse(wanted, SITE)) {
    return home;
  }
  const url = new URL(wanted, SITE);
  return url.origin === SITE ? url : home;
}

export async function GET(request: NextRequest): Promise<NextResponse> {
  const response = NextResponse.redirect(destination(request));
  response.cookies.set('seen-intro', '1', { httpOnly: true, sameSite: 'lax' });
  return response;
}
