import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import type { Workshop } from '../../shared/ports/workshop.ts';

/** Where hostile code may run; `undefined` where there is no sandbox, and then it does not run at all. */
export async function sandbox(): Promise<Workshop | undefined> {
  const workshop = bubblewrapWorkshop();
  return (await workshop.isolation()).kind === 'sandbox' ? workshop : undefined;
}
