import { initButtons, initErrorSummary, initSkipLinks } from './nhsuk.js';

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
initErrorSummary();
initButtons();
initSkipLinks();
