import type { Redaction } from './redaction.ts';

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

/** Luhn's check, ISO/IEC 7812-1 annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of Array.from(digits).reverse().entries()) {
    const doubled = index % 2 === 1 ? 2 * Number(digit) : Number(digit);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The check of an IBAN, ISO 13616 by ISO 7064 mod 97-10. */
export function isIban(text: string): boolean {
  const iban = text.replaceAll(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban)) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) remainder = Number(`${remainder}${/\d/.test(character) ? character : character.charCodeAt(0) - 55}`) % 97;
  return remainder === 1;
}

const isCard = (match: string): boolean => {
  const digits = digitsOf(match);
  return digits.length >= 13 && digits.length <= 19 && passesLuhn(digits);
};

const isIpv4 = (match: string): boolean => match.split('.').every((part) => Number(part) <= 255) && !/^(?:127\.|0\.0\.0\.0$|255\.)/.test(match);

/** Eight groups, or fewer with one `::`; `::1` and `::` tell nothing about anybody. */
function isIpv6(match: string): boolean {
  const halves = match.split('::');
  const groups = match.split(':').filter((group) => group !== '');
  if (halves.length > 2 || groups.some((group) => !/^[\da-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length >= 2 && groups.length <= 7 : groups.length === 8;
}

/** The letter of a Spanish DNI is its number modulo 23. */
const isDni = (match: string): boolean => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(match.slice(0, 8)) % 23] === match.at(-1);

/** The two check digits of a Brazilian CPF. */
function isCpf(match: string): boolean {
  const digits = Array.from(digitsOf(match)).map(Number);
  const check = (length: number) => ((digits.slice(0, length).reduce((sum, digit, index) => sum + digit * (length + 1 - index), 0) * 10) % 11) % 10;
  return new Set(digits).size > 1 && check(9) === digits[9] && check(10) === digits[10];
}

/** EAN-13, as the Swiss AHV number uses it. */
const isEan = (match: string): boolean => Array.from(digitsOf(match)).reduce((sum, digit, index) => sum + Number(digit) * (index % 2 === 0 ? 1 : 3), 0) % 10 === 0;

/** A French NIR's key is 97 less the rest of its first 13 digits by 97. */
const isNir = (match: string): boolean => {
  const digits = digitsOf(match);
  return digits.length === 15 && 97n - (BigInt(digits.slice(0, 13)) % 97n) === BigInt(digits.slice(13));
};

const PERSONAL_NAMES = String.raw`(?:first|last|full|given|family|sur|middle|maiden|card[_-]?holder|customer|user)[_-]?name|user_?name|street|(?:home|postal|billing|shipping|delivery|street|e-?mail)[_-]?(?:address|line\d?)|birth(?:[_-]?(?:date|day))|date[_-]?of[_-]?birth|\bdob|(?:tele)?phone(?:[_-]?number)?|mobile(?:[_-]?number)?|\bssn|passport(?:[_-]?(?:number|no))?|tax[_-]?id|iban|card[_-]?number|\bcvv|\bcvc|license[_-]?plate`;

/** What tells who somebody is: by its form with its checksum where there is one, or by the name of its field. */
export const PERSONAL_DATA: readonly Redaction[] = [
  { pattern: /(?<![\p{L}\d_.+%-])[\p{L}\d_.+'-]{1,64}(?:@|%40)(?:[\p{L}\d-]{1,63}\.){1,5}\p{L}{2,24}(?![\p{L}\d_])/gu, mask: '<email>' },
  { pattern: new RegExp(String.raw`((?<![\w.-])(?:${PERSONAL_NAMES})\\{0,3}["']\s{0,3}:\s{0,3}(\\{0,3}["']))(?!\s*<[a-z]+>)(?:(?!\2)[^\n]){1,400}(?=\2)`, 'gi'), mask: '$1<personal>' },
  { pattern: new RegExp(String.raw`((?<![\w.-])(?:${PERSONAL_NAMES})\s{0,2}=\s{0,2}["']?)(?!\s*<[a-z]+>)[^\s"',;&<>]{2,200}`, 'gi'), mask: '$1<personal>' },
  { pattern: /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![A-Za-z\d])/g, mask: '<iban>', isOne: isIban },
  { pattern: /(?<![\d.-])[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\d.-])/g, mask: '<id>', isOne: isNir },
  { pattern: /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d])/g, mask: '<card>', isOne: isCard },
  { pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, mask: '<id>' },
  { pattern: /(?<![A-Za-z\d])\d{8}-?[A-HJ-NP-TV-Z](?![A-Za-z\d])/g, mask: '<id>', isOne: isDni },
  { pattern: /(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g, mask: '<id>', isOne: isCpf },
  { pattern: /(?<![\d.])756\.?\d{4}\.?\d{4}\.?\d{2}(?![\d.])/g, mask: '<id>', isOne: isEan },
  { pattern: /(?<![A-Za-z\d])[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z\d])/g, mask: '<id>' },
  { pattern: /(?<![A-Za-z\d])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z\d])/g, mask: '<id>' },
  { pattern: /(?<![\w.+])(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?![\w])/g, mask: '<phone>', isOne: (match) => digitsOf(match).length >= 8 && digitsOf(match).length <= 17 },
  { pattern: /(?<![\w.-])\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}(?![\w.-])/g, mask: '<phone>' },
  { pattern: /(?<![\w.-])0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,6}(?![\w.-])/g, mask: '<phone>' },
  { pattern: /(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])/gi, mask: '<mac>' },
  { pattern: /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g, mask: '<ip>', isOne: isIpv4 },
  { pattern: /(?<![\w:.])(?:[\da-f]{1,4})?(?::[\da-f]{0,4}){2,8}(?![\w:])/gi, mask: '<ip>', isOne: isIpv6 },
];
