/** The records that the two upstreams hold: derived from their ids, so that every start answers the same. */

interface Place {
  city: string;
  country: string;
}

const CITIES: readonly [Place, ...Place[]] = [
  { city: 'Hamburg', country: 'DE' },
  { city: 'Lyon', country: 'FR' },
  { city: 'Leeds', country: 'GB' },
  { city: 'Porto', country: 'PT' },
];
const RATES: Readonly<Record<string, number>> = { EUR: 1, USD: 1.09, GBP: 0.86, CHF: 0.95, SEK: 11.2, PLN: 4.3, DKK: 7.46, NOK: 11.6 };
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2026, 0, 5);

/** A number in [0, 2³²) for a text (FNV-1a with a final mix, since ids differ in their last digits only). */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

const pick = <T>(items: readonly [T, ...T[]], number: number): T => items[number % items.length] ?? items[0];

/** One product, or undefined when the number is not one of the catalogue's. */
export function product(sku: string) {
  if (!/^sku-\d{1,6}$/.test(sku)) return undefined;
  return { sku, name: `Article ${sku.slice(4)}`, imageUrl: `https://images.example.com/${sku}.jpg`, priceCents: 250 + (hash(sku) % 9000) };
}

/** A billing account; the share `missingRate` of all customers never left an address. */
export function account(customer: string, missingRate: number) {
  const seed = hash(customer);
  const known = seed / 2 ** 32 >= missingRate;
  const address = { street: `${1 + (seed % 90)} Mill Lane`, postcode: String(10_000 + (seed % 80_000)), ...pick(CITIES, seed) };
  return {
    customer,
    name: `Customer ${customer.slice(4)}`,
    email: `${customer}@example.com`,
    vatNumber: null,
    ...(known && { address }),
  };
}

export function payment(order: string) {
  const seed = hash(order);
  const updatedAt = new Date(FIRST_DAY_MS + (seed % 30) * DAY_MS).toISOString();
  return { order, state: pick(['captured', 'authorised', 'refunded'], seed), method: pick(['card', 'invoice'], seed >>> 3), updatedAt };
}

export function delivery(order: string) {
  const seed = hash(order);
  const expectedOn = new Date(FIRST_DAY_MS + (seed % 9) * DAY_MS).toISOString().slice(0, 10);
  return { order, carrier: pick(['Postal', 'Courier'], seed), expectedOn };
}

/** What one euro is worth, or undefined for a currency without a rate. */
export function rate(currency: string) {
  const value = RATES[currency];
  return value === undefined ? undefined : { currency, rate: value };
}

export const loyalty = (customer: string) => ({ points: hash(customer) % 2000 });
