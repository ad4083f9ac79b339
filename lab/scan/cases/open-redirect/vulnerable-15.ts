// case: Next route handler resolves the target against the site address, which absolute input overrides
import { NextResponse, type NextRequest } from 'next/server';

const SITE = 'https://www.example.com';

function destination(request: NextRequest): URL {
  const wanted = request.nextUrl.searchParams.get('callbackUrl') ?? '/';
  return new URL(wanted, SITE);
}

export async function GET(request: NextRequest): Promise<NextResponse> {
  const response = NextResponse.redirect(destination(request));
  response.cookies.set('seen-intro', '1', { httpOnly: true, sameSite: 'lax' });
  return response;
}
