/** Words that are values wherever they stand: truth values and the names of days and months. */
const ALWAYS = new Set(['true', 'false', 'null', 'TRUE', 'FALSE', 'NULL', 'True', 'False', 'None', 'nil', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']);
/** Words that belong to the value before them: units of size and time, time zones. */
const AFTER_VALUE = new Set(['B', '%', 'kB', 'KB', 'MB', 'GB', 'TB', 'KiB', 'MiB', 'GiB', 'ns', 'us', 'ms', 's', 'sec', 'secs', 'min', 'mins', 'AM', 'PM', 'UTC', 'GMT', 'PST', 'PDT', 'MST', 'MDT', 'CST', 'CDT', 'EST', 'EDT', 'CET', 'CEST']);
const LONGEST = 5;

// Length and first letter rule out most words before a string is made of them.
const MAYBE = new Uint8Array(128 * (LONGEST + 1));
for (const word of [...ALWAYS, ...AFTER_VALUE]) MAYBE[word.charCodeAt(0) * (LONGEST + 1) + word.length] = 1;

/** Is the word at `from` a value by itself, or one with the value before it? */
export const isValueWord = (text: string, from: number, to: number, afterValue: boolean): boolean => {
  const length = to - from;
  const first = text.charCodeAt(from);
  if (length > LONGEST || first >= 128 || MAYBE[first * (LONGEST + 1) + length] === 0) return false;
  const word = text.slice(from, to);
  return ALWAYS.has(word) || (afterValue && AFTER_VALUE.has(word));
};
