import { referralReceived } from '@waymark/events';
import { consumerSpy } from '@waymark/messaging/testing';
import { child, childrenOf, nextNumber, otherSchool } from '../../testing/children.ts';
import { intake, type Intake } from '../../testing/intake.ts';
import { row } from '../../testing/rows.ts';

let app: Intake;
let use: ReturnType<typeof childrenOf>;
beforeAll(async () => {
  app = await intake();
  use = childrenOf(app);
});
afterAll(() => app.close());

describe('a child who waits already', () => {
  test('is not told of to who may not read the first referral; a person says that it is the same again', async () => {
    const one = child();
    const first = await use.logged(one, { receivedOn: '2026-03-02' });
    const spy = consumerSpy(app.messaging, [referralReceived]);
    await spy.start();
    const known = await use.send(one, {}, otherSchool);
    const unknown = await use.send(child(), {}, otherSchool);
    expect([known.status, Object.keys(known.body).toSorted()]).toEqual([
      unknown.status,
      Object.keys(unknown.body).toSorted(),
    ]);
    expect(known.text).not.toMatch(/2026-03-02|already/);
    const second = String(known.body['referralId']);
    const [a, b] = [
      await use.shown(second, otherSchool),
      await use.shown(String(unknown.body['referralId']), otherSchool),
    ];
    expect(a['status']).toBe('received');
    expect(Object.keys(a).toSorted()).toEqual(Object.keys(b).toSorted());
    expect(a['next']).toBe(b['next']);
    expect(String(a['next'])).toContain('A team decides');

    const again = (await app.get('/api/duplicates')).body['again'] as { referralId: string }[];
    expect(again.map(({ referralId }) => referralId)).toContain(second);
    expect((await app.page('/duplicates')).text).toContain('The same referral again?');
    expect((await app.page(`/same-again/${second}`)).status).toBe(200);
    expect((await app.page(`/same-again/${second}/same`)).status).toBe(200);
    const done = await use.act(`/same-again/${second}/same`, { because: 'Synthetic: the same letter.' });
    expect([done.status, done.body['state']]).toEqual([200, 'same']);
    expect(await use.shown(second)).toMatchObject({ status: 'duplicate', duplicateOf: first });
    expect(await use.shown(second, otherSchool)).toMatchObject({ status: 'received' });
    expect((await app.get(`/api/referrals/${second}`, otherSchool)).text).not.toContain(first);
    expect((await app.get('/api/referrals?status=duplicate', otherSchool)).body['shown']).toBe(0);

    expect((await use.act(`/same-again/${second}/undo`, { because: 'Synthetic: a slip.' })).status).toBe(200);
    const other = await use.act(`/same-again/${second}/another-child`, { because: 'Synthetic: a cousin.' });
    expect([other.status, other.body['state']]).toEqual([200, 'goes-on']);
    expect(await use.personOf(second)).not.toBe(await use.personOf(first));
    await spy.sees(referralReceived.type, { referralId: second });
    await spy.stop();
  });

  test('the earlier of the two days counts', async () => {
    const one = child();
    const first = await use.logged(one, { receivedOn: '2026-03-02' });
    const done = await use.imported([
      row(nextNumber() + 200_000, {
        given_name: one.givenName,
        family_name: one.familyName,
        date_of_birth: one.dateOfBirth,
        nhs_number: one.nhsNumber,
        received_date: '2025-01-15',
      }),
    ]);
    expect(done).toMatchObject({ added: 0, duplicates: 1 });
    const again = (await app.get('/api/duplicates')).body['again'] as {
      referralId: string;
      receivedOn: string;
    }[];
    const second = again.find(({ receivedOn }) => receivedOn === '2025-01-15')?.referralId ?? '';
    await use.act(`/same-again/${second}/same`, { because: 'Synthetic.' });
    expect((await use.shown(first))['receivedOn']).toBe('2025-01-15');
    await use.act(`/same-again/${second}/undo`, { because: 'Synthetic.' });
    expect((await use.shown(first))['receivedOn']).toBe('2026-03-02');
  });

  test('is told of to direct care, and to the organisation whose referral it is', async () => {
    const one = child();
    await use.logged(one, {}, otherSchool);
    expect((await use.send(one)).status).toBe(409);
    expect((await use.send(one, {}, otherSchool)).status).toBe(409);
  });

  test('of a serious risk, and reported later, the team learns all the same', async () => {
    const one = child();
    await use.logged(one);
    const second = await use.logged(one, {}, otherSchool);
    const etag = (await app.get(`/api/referrals/${second}`, otherSchool)).headers.get('etag') ?? '';
    const told = await app.post(
      `/api/referrals/${second}/circumstances`,
      { begun: ['serious-risk'], toldBy: 'school' },
      { who: otherSchool, headers: { 'if-match': etag } },
    );
    expect([told.status, told.body['status']]).toEqual([200, 'received']);
    expect((await app.page(`/same-again/${second}`)).text).toContain(
      'Same-day risk: serious risk was stated',
    );
  });
});
