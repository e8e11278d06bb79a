/**
 * Given names that one child may be written under: short forms, pet names and spellings that sound alike but are
 * written far apart. Each line is one group; a name may stand in several ("Alex"). Source: our own list of what is
 * common in England; it is a help to the score, never a proof.
 */
export const shortForms: readonly (readonly string[])[] = `
abigail abi abbie abby gail
adam addie
aidan aiden ayden aden
alexander alex alec xander zander lex sandy alasdair alistair
alexandra alex lexi lexie sasha sandra alexa
alfred alfie fred freddie alf
amelia millie amy mia
andrew andy drew
angela angie ange
anthony tony antony ant
archibald archie
arthur art artie
benjamin ben benji benny
bethany beth
elizabeth beth betty eliza lizzie liz libby lisa elsie ellie bess lily
bradley brad
cameron cam
catherine katherine kathryn kate katie cathy kathy kat kitty caitlin
charles charlie chas chaz
charlotte charlie lottie lotte
christopher chris kit topher
christina christine chris tina chrissie
daniel dan danny
danielle dani elle
david dave davey dai
dominic dom
edward ed eddie ned ted teddy
eleanor ellie nell nellie elle nora ella
emily em emmie millie
evelyn evie eve
evangeline evie eva
florence flo florrie flossie
francesca fran frankie chess
frederick fred freddie freddy
gabriel gabe
gabriella gabby ella gabrielle
george georgie
georgina georgia georgie gina
grace gracie
harrison harry
harold harry
henry harry hal
harriet hattie harri
hannah hanna
imogen immy
isabella bella izzy isabelle isobel isabel ella issy
jacob jake jay
jack jackie john
jackson jaxon jaxson jax
jacqueline jackie jacqui
james jamie jim jimmy jimbo
jasmine jas jazz yasmin
jennifer jen jenny jenna
jessica jess jessie
jonathan jon jonny johnny jonathon
joshua josh
joseph joe joey jo
josephine jo josie joey
katelyn caitlin kaitlyn
kimberley kim
laurence lawrence larry laurie
leonard leo lenny len
leonardo leo
lewis louis lou louie
lillian lily lilly lillie
louise lou louisa
lucas luke luca
madeleine maddie maddy madison
margaret maggie meg peggy greta
martha marty
matthew matt matty mathew
maximilian max maxwell maximus
megan meg meghan
melissa mel missy
melanie mel
michael mike mick mickey micky mikey
michelle shell chelle
mohammed muhammad mohammad mohamed muhammed mo
natalie nat
natasha tasha nat
nathan nate nathaniel nat
nicholas nick nicky nico
nicola nicky nikki nic
oliver ollie olly noll
olivia liv livvy livi ollie
oscar ozzy
patricia pat trish tricia patsy
patrick pat paddy
penelope penny
peter pete
philip phil phillip pip
philippa pippa pip
phoebe phebe
poppy poppie
rebecca becky becca bex
reginald reggie reg
richard rick ricky dick richie rich
robert rob bob bobby robbie bert
ronald ronnie ron
ronan ronnie
rosemary rosie rose
rosalind rosie ros
samuel sam sammy
samantha sam sammy
sarah sally sara sadie
scarlett scarlet lettie
sebastian seb bastian
sophia sophie sofia sofie
stephen steven steve stevie
stephanie steph stevie
summer sommer
susan sue susie suzie
theodore theo ted teddy
theresa teresa tess tessa terri
thomas tom tommy
timothy tim timmy
tobias toby
victoria vicky vicki tori
vincent vinny vince
william will bill billy liam willie wills
zachary zac zach zack zak
zoe zoey
`
  .trim()
  .split('\n')
  .map((group) => group.split(' '));
