/** A text that may hold anything as one line of Markdown that shows it: no heading, link, image, code or HTML comes of it. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, String.raw`\$&`);
