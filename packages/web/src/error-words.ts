export type ErrorWords = { readonly title: string; readonly says: string; readonly next: string };

const words: Readonly<Record<number, ErrorWords>> = {
  400: {
    title: 'We could not read that',
    says: 'Something in the address or in the form is not as it should be.',
    next: 'Go back, check it and try again.',
  },
  401: {
    title: 'Sign in to see this page',
    says: 'You are not signed in, or your session has ended.',
    next: 'Sign in and open the page again. Anything that you had not saved needs to be entered again.',
  },
  403: {
    title: 'You cannot see this page',
    says: 'It is not part of your role.',
    next: 'If you need this page for your work, ask the person who gives access in your organisation.',
  },
  404: {
    title: 'Page not found',
    says: 'There is no such page, or what it showed is not there.',
    next: 'If you typed the address, check it. If you pasted it, check that you copied all of it.',
  },
  409: {
    title: 'This cannot be done now',
    says: 'The record has moved on, so what you asked for is no longer possible.',
    next: 'Open the record again to see where it stands.',
  },
  412: {
    title: 'Somebody else changed this first',
    says: 'The record was changed after you opened the page. Nothing of yours was saved.',
    next: 'Open the record again, look at what changed, and then make your change.',
  },
  422: {
    title: 'There is a problem',
    says: 'Some of what was entered cannot be accepted. Nothing was saved.',
    next: 'Go back, check it and try again.',
  },
  429: {
    title: 'Please wait a little',
    says: 'Too many requests have come from you in a short time.',
    next: 'Wait for a minute and try again.',
  },
  500: {
    title: 'Sorry, something went wrong',
    says: 'The fault is ours. What you entered may not have been saved.',
    next: 'Try again. Sending the same form twice does no harm.',
  },
  503: {
    title: 'This page is not available at the moment',
    says: 'The records cannot be reached.',
    next: 'Nothing that was saved is lost. Try again in a minute. If you sent a form, you can send it again: it is not counted twice.',
  },
};

/** What an error page says for an HTTP status. Unlisted ones read as the 400 or 500 of their class. */
export function errorWords(status: number): ErrorWords {
  const found = words[status] ?? words[status < 500 ? 400 : 500];
  if (!found) throw new Error('The words of statuses 400 and 500 must exist');
  return found;
}
