/** `Link: </v1/…?after=…>` begins at the host, where there is nothing: the API lies below its stage, and for signed requests below `iam/`. The same address by its query alone holds wherever it was asked. */
export const relativeLink = (answer: Response): Response => {
  const link = answer.headers.get('link');
  if (link !== null) answer.headers.set('link', link.replaceAll(/<\/[^?>]*\?/g, '<?'));
  return answer;
};
