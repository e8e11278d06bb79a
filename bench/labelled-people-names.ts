import type { Random } from '../infra/local/src/demo/seeded-random.ts';

/**
 * Names for synthetic children: common ones of the north-east of England first, and a long tail put together from
 * syllables. The order is ours, and so are the shares (they fall with the rank, as shares of names do): they follow no
 * list of real people.
 */
const boys =
  'Jack Oliver Noah Harry George Leo Charlie Alfie Thomas James Jacob William Oscar Archie Joshua Max Ethan Logan Lucas Mason Daniel Samuel Joseph Alexander Isaac Finley Benjamin Edward Adam Dylan Harrison Luke Liam Connor Callum Matthew Ryan Nathan Jayden Kai Reuben Theo Sebastian Jude Bobby Frankie Tommy Ronnie Louie Albie Freddie Toby Jake Lewis Jamie Aaron Cameron Owen Michael David Riley Tyler Kian Corey Bradley Kieran Jordan Reece Ellis Zachary Elliot Blake Rory Carter Hugo Ralph Stanley Arthur Ezra Roman Muhammad Mohammed Ali Ibrahim Yusuf Ahmed Omar Aryan Jakub Kacper Filip Oskar Mateusz Dawid Ioan Andrei Stephen Peter Robert Andrew Christopher Jonathan Anthony Patrick Sean Shaun';
const girls =
  'Olivia Amelia Isla Ava Emily Isabella Mia Poppy Ella Lily Sophia Grace Evie Jessica Freya Sophie Charlotte Daisy Alice Phoebe Florence Millie Ruby Chloe Evelyn Erin Emma Lucy Sienna Matilda Elsie Rosie Willow Harper Layla Abigail Holly Megan Imogen Eleanor Elizabeth Hannah Molly Amber Lola Bella Summer Scarlett Zara Niamh Lexi Maisie Gracie Ellie Katie Leah Paige Courtney Georgia Caitlin Bethany Rebecca Rachel Sarah Laura Natasha Jasmine Lauren Amy Beth Jodie Darcey Nancy Thea Iris Ivy Robyn Skye Faith Hope Eden Martha Edith Connie Aisha Fatima Maryam Zainab Amina Priya Zuzanna Maja Lena Julia Natalia Katherine Victoria Samantha Alexandra Gabriella Francesca';
const families =
  'Smith Brown Robinson Wilson Thompson Taylor Johnson Jones Hall Walker Stephenson Richardson Watson Wood Turner Bell Young Scott Clark Harrison Dixon Robson Hunter Henderson Simpson Jackson Anderson Graham Davison Armstrong Carr Wright Atkinson Elliott Foster Nicholson Lee Davies Williams Martin Dodds Forster Charlton Milburn Hutchinson Coates Peacock Raine Bainbridge Wearmouth Tinkler Emerson Beadle Gowland Heslop Liddle Maddison Oliver Pallister Pattinson Proud Ridley Rowell Sanderson Shaw Stoker Storey Surtees Tate Teasdale Todd Wade Wardle White Whitfield Wilkinson Winter Adamson Alderson Allison Appleby Ayre Bage Barker Bates Baxter Blenkinsop Bowman Burdon Butler Campbell Chapman Clarke Collins Cook Cooper Cowell Craggs Crawford Cummings Curry Dawson Dobson Douglas Dunn Edwards Ellis Embleton English Evans Featherstone Ferguson Fletcher Fox Gibson Gray Green Greenwell Hardy Harris Hedley Hetherington Hill Hodgson Holmes Hope Howe Hughes Hunt Ianson Jameson Jefferson Kell Kelly Kennedy Kirby Kirkup Laidler Lamb Lawson Lowes MacDonald Marshall Mason McKenna McGregor Metcalfe Miller Mitchell Moore Morgan Morris Murphy Murray Nelson Nixon O’Brien O’Neill Ord Parker Patterson Pearson Porter Potts Pratt Purvis Race Reay Reed Rees Roberts Rogers Ross Rutherford Rutter Savage Shields Snaith Snowdon Spence Stewart Stobbs Summerson Swinburne Thirlwell Thomas Toulson Trotter Tulip Vasey Vickers Walton Ward Weatherell Welsh Wheatley Willis Wray Yates Khan Ahmed Hussain Ali Begum Singh Kaur Patel Rahman Chowdhury Nowak Kowalski Kowalczyk Wiśniewski Lewandowska Popescu Ionescu Müller García da-Silva dos-Santos van-Dijk al-Hassan Nguyen Chen Wang Okafor Adeyemi Mensah';

const tailBeginnings =
  'Ash Bar Beck Birk Black Bol Brad Bur Cal Car Clif Col Cox Cros Dal Den Dray Eas El Fal Fen Ford Gar Gil Gos Had Hal Har Haw Hea Hol Horn Hux Kel Kil Kir Lam Lan Leys Lin Lox Mar Mel Mid Mor Nor Oak Or Pem Pen Pick Raf Red Rok Row San Sel Shel Skel Sta Stan Swal Tan Thor Tor Tul Ul Wal War Wen Whit Win Wool Wyn Yar';
const tailMiddles = ' er in ing el es ar en';
const tailEndings =
  'ley ton ham by well son field worth wick more low gate shaw man bank cliffe croft dale den ett ford hurst land mere ridge side stead stone thwaite wood ward ier ock ent';
const givenBeginnings =
  'A Bre Ca Da De E Ja Jo Ka Ke Kay La Le Lu Ma Mi Na Ni Ra Ree Ro Sa Sha Ta Te Ty Za Ze Kei Kai Jay Ay';
const givenMiddles = 'l n r s v d c m sh th ll nn';
const boyEndings = 'en on an or in yn ius iel ob eb';
const girlEndings = 'a ie ia elle een ana ina y ara eya';

export type NamesOfPeople = { given(sex: '1' | '2'): string; family(): string };

/** Names by chance. One given name in seven, and one family name in four, is from the long tail. */
export function namesOfPeople(chance: Random): NamesOfPeople {
  const tailGiven = {
    1: composed(givenBeginnings, givenMiddles, boyEndings),
    2: composed(givenBeginnings, givenMiddles, girlEndings),
  };
  const tailFamily = composed(tailBeginnings, tailMiddles, tailEndings);
  const common = {
    1: byRank(boys.split(' '), 0.8, 6),
    2: byRank(girls.split(' '), 0.8, 6),
    family: byRank(
      families.split(' ').map((name) => name.replace('-', ' ')),
      0.85,
      5,
    ),
  };
  return {
    given: (sex) => (chance.happens(1 / 7) ? chance.pick(tailGiven[sex]) : common[sex](chance)),
    family: () => (chance.happens(1 / 4) ? chance.pick(tailFamily) : common.family(chance)),
  };
}

function composed(beginnings: string, middles: string, endings: string): string[] {
  return beginnings
    .split(' ')
    .flatMap((beginning) =>
      middles
        .split(' ')
        .flatMap((middle) => endings.split(' ').map((ending) => `${beginning}${middle}${ending}`)),
    );
}

/** Picks names with shares that fall as 1 / (rank + offset) ^ power. */
function byRank(names: readonly string[], power: number, offset: number): (chance: Random) => string {
  const ends: number[] = [];
  let sum = 0;
  for (const rank of names.keys()) ends.push((sum += 1 / (rank + offset) ** power));
  return (chance) => {
    const point = chance.next() * sum;
    let [first, last] = [0, names.length - 1];
    while (first < last) {
      const middle = (first + last) >> 1;
      if ((ends[middle] ?? sum) <= point) first = middle + 1;
      else last = middle;
    }
    return names[first] ?? '';
  };
}
