import { readOrganisations } from '../../shared/open-data/read-organisations.ts';
import { contentsOf } from '../read/contents.ts';
import { proposed } from './propose.ts';

const organisations = readOrganisations();

async function proposedFor(heading: string, cells: readonly string[]): Promise<string | undefined> {
  async function* rows() {
    for (const [place, cell] of cells.entries())
      yield await Promise.resolve({ line: place + 2, cells: [cell], text: cell });
  }
  const contents = await contentsOf(rows() as never, [heading]);
  return proposed([heading], contents, organisations).get(0);
}

test.each([
  ['Sent on', ['03/11/2026', '13/11/2026'], 'received_date'],
  ['Request date', ['03/11/2026', '13/11/2026'], 'received_date'],
  ['Born', ['03/11/2016', '13/11/2015'], 'date_of_birth'],
  ['Sex of the child', ['male', 'female', 'male'], 'gender'],
  ['Contact 1', ['01632 960123', '+44 1632 960124'], 'contact_phone'],
  ['Pupil ref', ['A/1', 'A/2', 'B/1'], undefined],
  ['Class', ['A', 'B', 'A'], undefined],
  ['House', ['Z', '99', 'Z'], undefined],
])('what stands below “%s” (%j) is proposed as %s', async (heading, cells, column) => {
  expect(await proposedFor(heading, cells)).toBe(column);
});
