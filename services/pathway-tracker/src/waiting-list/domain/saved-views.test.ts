import { removeView, saveView, ViewName, type SavedViews } from './saved-views.ts';

const none: SavedViews = { owner: 'synthetic-clinician', views: [] };
const view = (name: string, filter = 'clock=breached') => ({ name, filter });
const saved = (views: SavedViews, ...names: string[]): SavedViews =>
  names.reduce((held, name) => {
    const decision = saveView(held, view(name));
    if (decision.kind === 'refused') throw new Error(decision.code);
    return decision.state;
  }, views);

test('views stand by name, and the same name is the same view', () => {
  const two = saved(none, 'Past a limit', 'Under 5');
  expect(saveView(two, view('Past a limit', 'clock=due-soon'))).toMatchObject({
    state: { views: [view('Past a limit', 'clock=due-soon'), view('Under 5')] },
    events: [],
  });
});

test('twenty fit, and one of them can still be changed or taken away', () => {
  const full = saved(none, ...Array.from({ length: 20 }, (_, n) => `View ${n}`));
  expect(saveView(full, view('One more'))).toMatchObject({ code: 'too-many-views', facts: { most: 20 } });
  expect(saveView(full, view('View 3', ''))).toMatchObject({ kind: 'decided' });
  expect(removeView(full, 'View 3')).toMatchObject({ state: { views: { length: 19 } } });
  expect(removeView(full, 'View 99')).toMatchObject({ code: 'no-such-view' });
});

test.each([
  ['Under 5, north team', true],
  ['Überfällig', true],
  ['5 to 10', false],
  ['Child 9990000018', false],
  ['<b>x</b>', false],
  ['x'.repeat(41), false],
  ['', false],
])('%p may be a name: %p', (name, may) => {
  expect(ViewName.safeParse(name).success).toBe(may);
});
