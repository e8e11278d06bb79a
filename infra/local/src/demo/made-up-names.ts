/** Things, not people's names. Every family name begins with Demo, so that nobody takes one for a real person's. */
const givenNames =
  'Acorn Alder Anchor Apple Arrow Aspen Badger Barley Beacon Birch Bracken Bramble Breeze Brook Bubble Button Candle Cedar Cloud Clover Cobble Comet Compass Copper Coral Cricket Curlew Dapple Dipper Dune Ember Feather Fern Flint Fossil Gorse Gravel Harbour Hawthorn Hazelnut Heather Juniper Kestrel Kite Lantern Larch Lapwing Ledger Lichen Linden Maple Marble Meadow Moss Nutmeg Oak Orchard Otter Pebble Pepper Plover Poplar Puffin Quarry Quartz Quill Ribbon Ripple Russet Saffron Sandpiper Sparrow Spruce Starling Sundial Thistle Timber Topaz Tulip Umber Velvet Walnut Whistle Willowherb Zephyr'.split(
    ' ',
  );
const familyWords =
  'Ashgill Barnhope Beckside Bellway Blackrigg Bluestone Bowlees Bridgend Broadwood Burnfoot Byreside Cairnhill Coldbeck Cragside Crookburn Dalebank Dryburn Eastgate Edgeside Elmcroft Fallowfield Fellside Fernhope Flintmoor Foxcleugh Gaunless Gatefoot Greenlaw Hagworm Hamsterley Harehope Hawkrigg Heathery Hedley Highforce Hillcrest Hopeburn Ireshope Kilnpit Kirkgate Langrigg Larkspur Lintzford Longacre Lowmoor Marleigh Middlehope Millrace Moorcock Netherton Newbiggin Northbeck Oakenshaw Overbeck Parkgate Peatmoor Pinfold Quarrington Ravensworth Redford Rookhope Rowley Saltburn Scargill Sheepfold Skerne Slateford Southbank Springwell Stanhope Stonebeck Sunnybrow Swinhope Teesside Thornlaw Towlaw Ushaw Valebank Wearside Westgate Whinfell Whitelaw Windlestone Wolfcleugh Woodhead Wynyard Yarrow'.split(
    ' ',
  );
/** Letters that a system must carry unharmed. */
const unusualWords = ["O'Fell", 'Müllerbeck', 'Łąkowa', 'Niñohope', 'Çaygill', 'Thorn Beck', 'Fell-Side'];

/** What to pick from; each word of a family name has Demo- before it. */
export const madeUpNames = {
  given: givenNames,
  family: familyWords.map((word) => `Demo-${word}`),
  unusual: unusualWords.map((word) => `Demo-${word}`),
};
