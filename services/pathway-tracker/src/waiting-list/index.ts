import { downloadList } from './download-list/view.ts';
import { front } from './front/view.ts';
import { printList } from './print-list/view.ts';
import { removeViewAction, savedViews, saveViewAction } from './saved-views/action.ts';
import { waitingList } from './show-list/view.ts';
import { checkValidation, validateWaits } from './validate-waits/action.ts';
import { validationForm } from './validate-waits/view.ts';

/** Who waits: the list from memory, its filters, columns and orders, saved views of it, and its validation. */
export const actions = [saveViewAction, removeViewAction, checkValidation, validateWaits];
export const views = [front, waitingList, printList, downloadList, validationForm, savedViews];

export { indexFeeder } from './index-feeder.ts';
export { listedWaits } from './listed-waits.ts';
export { savedViewsSettings } from './saved-views/store.ts';
export { waitMeasures } from './wait-measures.ts';
