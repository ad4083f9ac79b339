// case: Remix-style action redirects to a fixed page with the entered text as an encoded parameter
import { redirect, type ActionFunctionArgs } from '@remix-run/node';

interface Preferences {
  save(theme: string): Promise<string>;
}

export function createAction(preferences: Preferences) {
  return async function action({ request }: ActionFunctionArgs): Promise<Response> {
    const form = await request.formData();
    const theme = form.get('theme') === 'dark' ? 'dark' : 'light';
    const cookie = await preferences.save(theme);
    const query = new URLSearchParams({ q: String(form.get('q') ?? '').slice(0, 100) });
    return redirect(`/search?${query.toString()}`, { headers: { 'Set-Cookie': cookie } });
  };
}
