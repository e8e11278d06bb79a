import type { Comparable } from './comparable.ts';
import { nameRegister, type NameRegister } from './name-register.ts';

/** Records as columns, each in a slot of its own; 41 bytes a record beside its names. */
export type Records = {
  /** Puts the record into a free slot and tells which. */
  put(record: Comparable): number;
  at(slot: number): Comparable;
  clear(slot: number): void;
  given: NameRegister;
  family: NameRegister;
};

const leastRoom = 1024;

export function records(): Records {
  const given = nameRegister();
  const family = nameRegister();
  let columns = columnsFor(leastRoom);
  let room = leastRoom;
  let used = 0;
  const free: number[] = [];

  const grow = (): void => {
    const wide = columnsFor(room * 2);
    for (const name of columnNames) wide[name].set(columns[name]);
    columns = wide;
    room *= 2;
  };

  return {
    given,
    family,
    put: (record) => {
      const slot = free.pop() ?? used++;
      if (slot >= room) grow();
      columns.given[slot] = given.take(record.given);
      columns.family[slot] = family.take(record.family);
      for (const name of plainColumns) columns[name][slot] = record[name];
      columns.numberPasses[slot] = Number(record.numberPasses);
      return slot;
    },
    at: (slot) => ({
      given: given.at(columns.given[slot] ?? 0),
      family: family.at(columns.family[slot] ?? 0),
      born: columns.born[slot] ?? 0,
      postcode: columns.postcode[slot] ?? 0,
      sector: columns.sector[slot] ?? 0,
      district: columns.district[slot] ?? 0,
      school: columns.school[slot] ?? 0,
      sex: columns.sex[slot] ?? 0,
      number: columns.number[slot] ?? 0,
      numberPasses: columns.numberPasses[slot] === 1,
    }),
    clear: (slot) => {
      given.release(columns.given[slot] ?? 0);
      family.release(columns.family[slot] ?? 0);
      for (const name of columnNames) columns[name][slot] = 0;
      free.push(slot);
    },
  };
}

const plainColumns = ['born', 'postcode', 'sector', 'district', 'school', 'sex', 'number'] as const;
const columnNames = ['given', 'family', 'numberPasses', ...plainColumns] as const;

function columnsFor(room: number) {
  return {
    given: new Uint32Array(room),
    family: new Uint32Array(room),
    born: new Uint32Array(room),
    postcode: new Uint32Array(room),
    sector: new Uint32Array(room),
    district: new Uint32Array(room),
    school: new Uint32Array(room),
    sex: new Uint8Array(room),
    number: new Float64Array(room),
    numberPasses: new Uint8Array(room),
  };
}
