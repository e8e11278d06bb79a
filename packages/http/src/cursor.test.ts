import fc from 'fast-check';
import { signedCursors } from './cursor.ts';

const cursors = signedCursors('a'.repeat(43));
const places = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(null), fc.boolean()),
  { maxLength: 4 },
);

it('opens what it sealed, for the same list alone', () => {
  fc.assert(
    fc.property(places, (place) => {
      const mark = cursors.seal('list', place);
      expect(mark).toMatch(/^[\w-]+\.[\w-]+$/);
      expect(cursors.open('list', mark)).toEqual(JSON.parse(JSON.stringify(place)));
      expect(cursors.open('other', mark)).toBeUndefined();
      expect(signedCursors('b'.repeat(43)).open('list', mark)).toBeUndefined();
    }),
  );
});

it('opens nothing that was changed', () => {
  fc.assert(
    fc.property(places, fc.nat(), fc.constantFrom(...'AZaz09-_.!'), (place, at, letter) => {
      const mark = cursors.seal('list', place);
      const index = at % mark.length;
      const changed = mark.slice(0, index) + letter + mark.slice(index + 1);
      fc.pre(changed !== mark);
      expect(cursors.open('list', changed)).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => expect(cursors.open('list', text)).toBeUndefined()));
});
