// case: Remix action saves a theme and redirects to an address in the form data
import { redirect, type ActionFunctionArgs } from '@remix-run/node';

interface Preferences {
  save(theme: string): Promise<string>;
}

export function createAction(preferences: Preferences) {
  return async function action({ request }: ActionFunctionArgs): Promise<Response> {
    const form = await request.formData();
    const theme = form.get('theme') === 'dark' ? 'dark' : 'light';
    const cookie = await preferences.save(theme);
    const redirectTo = String(form.get('redirectTo') ?? '/');
    return redirect(redirectTo, { headers: { 'Set-Cookie': cookie } });
  };
}
