// case: Lambda validates a display name of words with exactly one blank between them
const DISPLAY_NAME = /^\w+(?:\s\w+)*$/;

function answer(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export const handler = async (event) => {
  let profile;
  try {
    profile = JSON.parse(event.body ?? '{}');
  } catch {
    return answer(400, { error: 'the body is not JSON' });
  }
  if (typeof profile?.displayName !== 'string' || !DISPLAY_NAME.test(profile.displayName)) {
    return answer(422, { error: 'letters, digits and blanks only' });
  }
  return answer(200, { displayName: profile.displayName });
};
