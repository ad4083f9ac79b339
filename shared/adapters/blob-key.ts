const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** The key as it is, when it can be one everywhere: as a path in a folder, and in a link. Throws a `RangeError` that says what is allowed otherwise. */
export const blobKey = (key: string): string => {
  if (!KEY.test(key)) throw new RangeError(`"${key}" cannot be the key of a blob: letters, digits, "-", "_", "." and "/" only.`);
  return key;
};
