/** What families ask for without an account, and how clinicians screen it. */
import { requestCookie } from '@waymark/http';
import type { ServiceBase, Dependencies } from '@waymark/service-base';
import type { Identity } from '../shared/identity/identity.ts';
import { familyRequests, familyRequestsSettings } from './adapters/family-requests.ts';
import { notify, type NotifySettings } from './adapters/notify.ts';
import { mostCodes } from './domain/family-code.ts';
import { askForCode, askForCodeAgain, confirmByCode } from './family-code/action.ts';
import { codePage, familySent } from './family-code/view.ts';
import { familyStepActions, leaveFamilyForm } from './family-form/action.ts';
import { expireRequests } from './family-form/expire-requests.ts';
import {
  familyCheck,
  familyCrisis,
  familyDoor,
  familyStepViews,
  familyThrowAway,
} from './family-form/view.ts';
import { fromFamilies } from './screen-list/view.ts';
import { notNow, notNowForm } from './screen-not-now/action.ts';
import { viewFamilyRequest } from './screen-request/view.ts';
import { takeRequest, takeRequestForm } from './screen-take/action.ts';

export type { NotifySettings } from './adapters/notify.ts';

export const actions = [
  ...familyStepActions,
  leaveFamilyForm,
  askForCode,
  askForCodeAgain,
  confirmByCode,
  takeRequest,
  notNow,
];

export const views = [
  familyDoor,
  ...Object.values(familyStepViews),
  familyCrisis,
  familyCheck,
  familyThrowAway,
  codePage,
  familySent,
  fromFamilies,
  viewFamilyRequest,
  takeRequestForm,
  notNowForm,
];

type Settings = Parameters<typeof requestCookie>[0] & {
  /** How to reach GOV.UK Notify; undefined where it is not set up. */
  notify: NotifySettings | undefined;
  FAMILY_PHONE?: string | undefined;
  FAMILY_FORMS_PER_HOUR: number;
};

/** What families have asked for, and how they are written to. */
export function parts(
  base: Pick<ServiceBase, 'store' | 'hourlyLimit'>,
  identity: Identity,
  settings: Settings,
  dependencies: Dependencies,
) {
  const perHour = settings.FAMILY_FORMS_PER_HOUR;
  return {
    familyRequests: familyRequests(base.store(familyRequestsSettings), identity),
    family: {
      messages: settings.notify && notify(settings.notify, dependencies),
      phone: settings.FAMILY_PHONE,
      cookie: requestCookie(settings, dependencies.clock),
      forms: base.hourlyLimit('family-forms', perHour),
      codes: base.hourlyLimit('family-codes', perHour),
      codesTo: base.hourlyLimit('family-codes-to', mostCodes),
    },
  };
}

export function sweeps(held: ReturnType<typeof parts>, dependencies: Dependencies) {
  return [expireRequests(held, dependencies)];
}
