import { browseDirectory, viewListing } from './browse-directory/view.ts';

/** What may help now: the listings of the directory, and finding among them. */
export const views = [browseDirectory, viewListing];

export { readDirectory } from './read-directory.ts';
