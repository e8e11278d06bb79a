import { joinedForms, joinedWords, nameFrom, wordsIn } from './name.ts';

/** A search asks for so many readings at once; more than these nobody types. */
const mostReadings = 6;

/**
 * The ways in which what was typed may be read, the longest word of each first: word by word, and with words that are
 * at times written together as one.
 */
export function readingsOf(typed: string): string[][] {
  const apart = wordsIn(typed);
  const pairs = apart
    .slice(1)
    .map((word, at) => [...apart.slice(0, at), `${apart[at] ?? ''}${word}`, ...apart.slice(at + 2)]);
  const readings = [
    nameFrom(typed).words,
    apart.length > 1 ? joinedWords(typed) : [],
    ...pairs.map((all) => nameFrom(all.join(' ')).words),
  ];
  const distinct = new Map(readings.map((reading) => [reading.join(' '), reading]));
  return [...distinct.values()]
    .filter((reading) => reading.length > 0)
    .slice(0, mostReadings)
    .map((reading) => reading.toSorted((a, b) => b.length - a.length));
}

/** Whether a search for a name as it was typed finds a child with these names: as it is written, or as it sounds. */
export function nameFits(typed: string, names: readonly string[]): boolean {
  const held = names.map(nameFrom);
  const words = new Set([...held.flatMap((name) => name.words), ...names.flatMap(joinedForms)]);
  const sounds = new Set(held.flatMap((name) => name.sounds));
  return (
    readingsOf(typed).some((reading) => reading.every((word) => words.has(word))) ||
    nameFrom(typed).words.every((word) => nameFrom(word).sounds.some((sound) => sounds.has(sound)))
  );
}
