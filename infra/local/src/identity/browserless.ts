/** What a browser does without a screen: keeps cookies by path, follows redirects when told to, presses buttons. */
export function browserless() {
  const cookies = new Map<string, { value: string; path: string }>();

  function keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const name = pair.slice(0, pair.indexOf('='));
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
      const isGone = attributes.some((attribute) =>
        /^(max-age=0|expires=Thu, 01 Jan 1970.*)$/i.test(attribute),
      );
      if (isGone) cookies.delete(`${path} ${name}`);
      else cookies.set(`${path} ${name}`, { value: pair, path });
    }
  }

  async function request(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ value }) => value);
    const headers = { ...(init.headers as Record<string, string>), cookie: cookie.join('; ') };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    keep(response);
    return response;
  }

  /** Opens a page, and what it redirects to, and so on; at most ten. */
  async function open(
    url: string,
    init?: RequestInit,
  ): Promise<{ url: string; status: number; text: string }> {
    let at = url;
    let response = await request(at, init);
    for (let hops = 0; hops < 10 && response.headers.has('location'); hops += 1) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      response = await request(at);
    }
    return { url: at, status: response.status, text: await response.text() };
  }

  /** Sends the one form of a page, as a press on a button with this name and value does. */
  async function press(page: { url: string; text: string }, button: Record<string, string>) {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? page.url;
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const fields = new URLSearchParams([
      ...hidden.map(([, name, value]) => [name ?? '', value ?? '']),
      ...Object.entries(button),
    ]);
    return open(new URL(action, page.url).href, {
      method: 'POST',
      body: fields,
      headers: { 'sec-fetch-site': 'same-origin', origin: new URL(page.url).origin },
    });
  }

  return {
    request,
    open,
    press,
    cookie: (name: string) => [...cookies.values()].find(({ value }) => value.startsWith(`${name}=`))?.value,
  };
}
