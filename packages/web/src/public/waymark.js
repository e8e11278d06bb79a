import { initButtons, initErrorSummary, initNotificationBanners, initSkipLinks } from './nhsuk.js';

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
initErrorSummary();
initNotificationBanners();
initButtons();
initSkipLinks();
