import { enterFamilyPage, familyDoor, leaveFamilyPage } from './enter-family-page/action.ts';
import { giveNewCode } from './print-code/action.ts';
import { printCode } from './print-code/view.ts';
import { familyPlan, familyPlanText } from './view-family-plan/view.ts';

/** The family's own page: the letter with its code, entering with it, and what the page says. */
export const actions = [enterFamilyPage, leaveFamilyPage, giveNewCode];
export const views = [printCode, familyDoor, familyPlan, familyPlanText];

export { wrongCodes } from './enter-family-page/action.ts';
