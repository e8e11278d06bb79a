/** An access token of a demo person, from the demo sign-in. No other sign-in gives tokens away like this. */
export async function demoToken(url: string, person: string): Promise<string> {
  const response = await fetch(`${url}/identity/demo-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok)
    throw new Error(
      'The sign-in here is not the demo one: set WAYMARK_TOKEN to the access token of a person who may do this.',
    );
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
