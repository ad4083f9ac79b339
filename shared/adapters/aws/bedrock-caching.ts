/** Families that take cache points: "Prompt caching for faster model inference" in Amazon Bedrock's user guide. */
const TAKES = /(^|[./])(anthropic\.claude-(3-5-haiku|3-7-sonnet|(opus|sonnet|haiku)-[4-9])|amazon\.nova-(micro|lite|pro|premier))/;

/** Can a prompt be cached by cache points with this model or inference profile? Unknown ones are not told any: some refuse them. */
export const takesCachePoints = (modelId: string): boolean => TAKES.test(modelId);
