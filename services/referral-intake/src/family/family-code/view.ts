import { workingDaysAfter } from '@waymark/care-types';
import { view } from '@waymark/http';
import { codeWorksMinutes, mostTries } from '../domain/family-code.ts';
import { isSent } from '../domain/family-request.ts';
import { reachedBy } from '../family-form/steps.ts';
import { formStatusOf, savedRequestOf, type FamilyParts } from '../family-form/saved-request.ts';

export const codePage = view({
  id: 'family-code',
  summary: 'Where a family types the code that was sent to it',
  path: '/family/code',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts) => {
    const written = await savedRequestOf(asking, parts);
    return {
      formStatus: formStatusOf(parts, written),
      phone: parts.family.phone,
      to: written && reachedBy(written.answers),
      codesSent: written?.request.state.codesSentAt.length ?? 0,
      minutes: codeWorksMinutes,
      tries: mostTries,
    };
  },
  page: { template: 'family/family-code/code.njk' },
});

export const familySent = view({
  id: 'family-sent',
  summary: 'What happens next with what a family has sent, and by when',
  path: '/family/sent',
  permission: 'family:refer',
  load: async (asking, parts: FamilyParts & { decideWithin: number }) => {
    const written = await savedRequestOf(asking, parts);
    const state = written?.request.state;
    return {
      formStatus: formStatusOf(parts, written),
      phone: parts.family.phone,
      sent:
        state && state.sentOn !== null && isSent(state)
          ? {
              reference: state.reference,
              on: state.sentOn,
              by: workingDaysAfter(state.sentOn, parts.decideWithin),
              within: parts.decideWithin,
              atRisk: state.atRisk,
            }
          : undefined,
    };
  },
  page: { template: 'family/family-code/sent.njk' },
});
