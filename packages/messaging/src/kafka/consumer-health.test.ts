import { consumerHealth } from './consumer-health.ts';

describe('The health of a consumer', () => {
  const start = Temporal.Instant.from('2026-01-12T09:30:00Z');
  function consumer() {
    let now = start;
    const life = consumerHealth({ now: () => now }, { stuckAfterMs: 60_000 });
    const pass = (seconds: number) => void (now = now.add({ seconds }));
    return { life, pass };
  }

  it('is bad until it has joined', () => {
    const { life } = consumer();
    expect(life.healthy()).toMatchObject({ ok: false });
    life.joined();
    expect(life.healthy()).toEqual({ ok: true });
  });

  it('is bad when nothing has been fetched for too long, and good after the next fetch', () => {
    const { life, pass } = consumer();
    life.joined();
    pass(61);
    expect(life.healthy()).toMatchObject({ ok: false, why: expect.stringContaining('fetched') as string });
    life.fetched();
    expect(life.healthy()).toEqual({ ok: true });
  });

  it('is bad when an event has been in hand for too long, though others are fetched', async () => {
    const { life, pass } = consumer();
    const hanging = Promise.withResolvers<void>();
    life.joined();
    const taking = life.whileProcessing(() => hanging.promise);
    pass(59);
    expect(life.healthy()).toEqual({ ok: true });
    pass(2);
    life.fetched();
    expect(life.healthy()).toMatchObject({ ok: false, why: expect.stringContaining('in hand') as string });
    hanging.resolve();
    await taking;
    expect(life.healthy()).toEqual({ ok: true });
  });

  it('is bad for good after a crash', () => {
    const { life } = consumer();
    life.joined();
    life.crashed('Inconsistent group protocol');
    life.fetched();
    expect(life.healthy()).toMatchObject({
      ok: false,
      why: 'The consumer has ended: Inconsistent group protocol',
    });
  });
});
