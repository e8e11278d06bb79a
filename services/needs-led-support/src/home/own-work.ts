import { counted, ownWork, type WorkLine } from '@waymark/http';
import type { Directory } from '../directory/domain/listing.ts';

type Parts = { directory: Directory };

/** Nothing waits here: a family has its page, and who helps meanwhile the directory. */
export const work = ownWork(async ({ may, viewer, basePath }, { directory }: Parts): Promise<WorkLine[]> => {
  if (viewer.roles.includes('family'))
    return [{ when: 'waits', says: 'Your family’s page', href: `${basePath}/family/plan` }];
  const isTheirOwn = may('directory:view') && !may('referral:list');
  if (!isTheirOwn) return [];
  const says = counted(
    directory.listings.length,
    'kind of support in the directory',
    'kinds of support in the directory',
  );
  return [{ when: 'known', says, href: `${basePath}/directory` }];
});
